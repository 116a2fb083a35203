import { Aws, Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import type { StackProps } from "aws-cdk-lib";
import {
  AccountRecovery,
  CfnManagedLoginBranding,
  ClientAttributes,
  FeaturePlan,
  ManagedLoginVersion,
  Mfa,
  OAuthScope,
  StandardThreatProtectionMode,
  StringAttribute,
  UserPool,
  UserPoolClientIdentityProvider,
} from "aws-cdk-lib/aws-cognito";
import type { UserPoolClient, UserPoolDomain } from "aws-cdk-lib/aws-cognito";
import type { Construct } from "constructs";
import { productName } from "../naming.ts";
import type { Settings } from "../settings.ts";

/** Paths the studio is sent back to, below its origin. */
export const signInReturn = "/signed-in";
const localOrigin = "http://localhost:4000";

export interface IdentityStackProps extends StackProps {
  readonly settings: Settings;
}

/** People: a user pool with a required one-time code, and the studio as its only client. */
export class IdentityStack extends Stack {
  readonly userPool: UserPool;
  readonly studioClient: UserPoolClient;
  /** Address of the sign-in pages, `https://…`, no trailing slash. */
  readonly signInOrigin: string;
  /** Issuer in the tokens, `https://…`, no trailing slash. */
  readonly issuer: string;

  constructor(scope: Construct, id: string, props: IdentityStackProps) {
    super(scope, id, { ...props, terminationProtection: true });
    this.userPool = this.createUserPool(productName(props.settings.stage));
    this.studioClient = this.createStudioClient(props.settings);
    this.signInOrigin = this.createSignInPages(props.settings).baseUrl();
    this.issuer = this.userPool.userPoolProviderUrl;
  }

  private createUserPool(userPoolName: string): UserPool {
    return new UserPool(this, "Users", {
      userPoolName,
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      autoVerify: { email: true },
      keepOriginal: { email: true },
      standardAttributes: { email: { required: true, mutable: true } },
      // Immutable: a token's workspace is what an operator gave the user when creating it, and nothing can move it.
      customAttributes: { workspace: new StringAttribute({ minLen: 1, maxLen: 64, mutable: false }) },
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 12,
        requireDigits: true,
        requireLowercase: true,
        requireUppercase: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      featurePlan: FeaturePlan.PLUS,
      standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  /** A public client (no secret): code flow, where the studio adds PKCE. */
  private createStudioClient({ publicOrigin }: Settings): UserPoolClient {
    const origins = publicOrigin === undefined ? [localOrigin] : [publicOrigin];
    const standard = { email: true, fullname: true, locale: true, timezone: true };
    return this.userPool.addClient("Studio", {
      generateSecret: false,
      supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
      oAuth: {
        flows: { authorizationCodeGrant: true, implicitCodeGrant: false, clientCredentials: false },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL, OAuthScope.PROFILE],
        callbackUrls: origins.map((origin) => origin + signInReturn),
        logoutUrls: origins.map((origin) => `${origin}/`),
      },
      readAttributes: new ClientAttributes()
        .withStandardAttributes({ ...standard, emailVerified: true })
        .withCustomAttributes("workspace"),
      writeAttributes: new ClientAttributes().withStandardAttributes(standard),
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.hours(12),
      enableTokenRevocation: true,
      preventUserExistenceErrors: true,
    });
  }

  private createSignInPages({ stage }: Settings): UserPoolDomain {
    const domain = this.userPool.addDomain("SignIn", {
      cognitoDomain: { domainPrefix: `${productName(stage)}-${Aws.ACCOUNT_ID}` },
      managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
    const branding = new CfnManagedLoginBranding(this, "Branding", {
      userPoolId: this.userPool.userPoolId,
      clientId: this.studioClient.userPoolClientId,
      useCognitoProvidedValues: true,
    });
    branding.node.addDependency(domain);
    return domain;
  }
}
