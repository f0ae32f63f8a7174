// What was proposed, what are its terms, and who criticised it in which words?
//
//   npm start -- http://localhost:8080/graphql
import { ask } from './ask.js'
import { graphql } from './gql/gql.js'

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

const { actor } = await ask(proposals, { by: 'united-states' })
for (const proposal of actor?.proposed.nodes ?? []) {
  console.log(proposal.name)
  for (const { name } of proposal.provisions.nodes) console.log(`- ${name}`)
  for (const { node, relation } of proposal.criticizedBy.edges) console.log(`${node.name}: “${relation?.evidence[0]?.exact}”`)
}
