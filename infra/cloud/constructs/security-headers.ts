import { Duration } from "aws-cdk-lib";
import { HeadersFrameOption, HeadersReferrerPolicy, ResponseHeadersPolicy } from "aws-cdk-lib/aws-cloudfront";
import type { ResponseSecurityHeadersBehavior } from "aws-cdk-lib/aws-cloudfront";
import { Construct } from "constructs";
import { physicalName } from "../naming.ts";

export interface SecurityHeadersProps {
  readonly stage: string;
  /** Origins besides its own that the studio calls: the sign-in pages and the issuer's discovery document. */
  readonly connectOrigins: readonly string[];
  /** Origins whose pictures the studio shows: those of uploaded files. */
  readonly imageOrigins: readonly string[];
}

/** Response headers: a strict set for the studio, and for the API the part that holds for any answer. */
export class SecurityHeaders extends Construct {
  readonly studio: ResponseHeadersPolicy;
  readonly api: ResponseHeadersPolicy;

  constructor(scope: Construct, id: string, props: SecurityHeadersProps) {
    super(scope, id);
    const { stage } = props;
    this.studio = new ResponseHeadersPolicy(this, "Studio", {
      responseHeadersPolicyName: physicalName(stage, "studio"),
      securityHeadersBehavior: {
        ...anyAnswer(),
        contentSecurityPolicy: {
          contentSecurityPolicy: contentSecurityPolicy(props),
          override: true,
        },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: {
          referrerPolicy: HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN,
          override: true,
        },
      },
      customHeadersBehavior: {
        customHeaders: [
          { header: "Cross-Origin-Opener-Policy", value: "same-origin", override: true },
          {
            header: "Permissions-Policy",
            value: "camera=(), microphone=(), geolocation=(), payment=()",
            override: true,
          },
        ],
      },
    });
    this.api = new ResponseHeadersPolicy(this, "Api", {
      responseHeadersPolicyName: physicalName(stage, "api"),
      securityHeadersBehavior: {
        ...anyAnswer(),
        // Addresses of public pages hold a personal token: they are not passed on. A handler may say otherwise.
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: false },
      },
    });
  }
}

/**
 * Scripts come from the studio's own files only and none is evaluated. Styles may be inline: tables, charts and menus
 * place themselves by style attributes. The local run sends the same policy.
 */
function contentSecurityPolicy({ connectOrigins, imageOrigins }: SecurityHeadersProps): string {
  return [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    `img-src ${["'self'", "data:", "blob:", ...imageOrigins].join(" ")}`,
    "font-src 'self' data:",
    `connect-src ${["'self'", ...connectOrigins].join(" ")}`,
    "frame-src 'self'",
    "frame-ancestors 'none'",
    "form-action 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "upgrade-insecure-requests",
  ].join("; ");
}

function anyAnswer(): ResponseSecurityHeadersBehavior {
  return {
    contentTypeOptions: { override: true },
    strictTransportSecurity: {
      accessControlMaxAge: Duration.days(730),
      includeSubdomains: true,
      override: true,
    },
  };
}
