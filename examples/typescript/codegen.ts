import type { CodegenConfig } from '@graphql-codegen/cli'

const config: CodegenConfig = {
  schema: '../../schema.graphqls',
  documents: ['main.ts', 'correct.ts'],
  emitLegacyCommonJSImports: false,
  generates: {
    './gql/': {
      preset: 'client',
      config: { documentMode: 'string', useTypeImports: true, onlyOperationTypes: true, avoidOptionals: { field: true } },
      presetConfig: { fragmentMasking: false },
    },
  },
}

export default config
