import { App } from "aws-cdk-lib";
import { builtStudio } from "./constructs/studio-files.ts";
import { addPlatform } from "./platform.ts";
import { readSettings } from "./settings.ts";

const app = new App();
addPlatform(app, readSettings(app.node), builtStudio());
app.synth();
