import type { CodegenConfig } from "@graphql-codegen/cli";

const config: CodegenConfig = {
  silent: true,
  schema: "../schema.graphqls",
  documents: ["src/explorer/**/*.ts"],
  ignoreNoDocuments: true,
  generates: {
    "./src/generated/": {
      preset: "client",
      presetConfig: { fragmentMasking: false },
      config: {
        documentMode: "string",
        useTypeImports: true,
        enumsAsTypes: true,
        scalars: { ID: "string", Date: "string", DateTime: "string" },
      },
    },
  },
};

export default config;
