// What was proposed, what are its terms, and who criticised it in which words?
//
//   npm start -- http://localhost:8080/graphql
import { graphql } from './gql/gql.js'
import type { TypedDocumentString } from './gql/graphql.js'

const proposals = graphql(`
  query Proposals($by: ID!) {
    actor(id: $by) {
      proposed {
        nodes {
          name
          provisions { nodes { name } }
          criticizedBy { edges { node { name } relation { evidence { exact } } } }
        }
      }
    }
  }
`)

const address = process.argv[2] ?? 'http://localhost:8080/graphql'

async function ask<Data, Variables>(query: TypedDocumentString<Data, Variables>, variables: Variables): Promise<Data> {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/graphql-response+json' },
    body: JSON.stringify({ query, variables }),
  })
  const { data, errors } = await response.json()
  if (errors) throw new Error(errors[0].message)
  return data
}

const { actor } = await ask(proposals, { by: 'united-states' })
for (const proposal of actor?.proposed.nodes ?? []) {
  console.log(proposal.name)
  for (const { name } of proposal.provisions.nodes) console.log(`- ${name}`)
  for (const { node, relation } of proposal.criticizedBy.edges) console.log(`${node.name}: “${relation?.evidence[0]?.exact}”`)
}
