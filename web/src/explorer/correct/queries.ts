import { graphql } from "../../generated";

/** An entity as a form corrects it. */
export const correctedQuery = graphql(`
  query Corrected($id: ID!) {
    entity(id: $id) {
      __typename
      id
      name
      description
      aliases
      merged
      identifiers {
        scheme
        value
      }
    }
  }
`);

/** What was done to a thing. */
export const historyQuery = graphql(`
  query History($id: ID!, $after: Int!) {
    history(id: $id, after: $after, first: 100) {
      number
      agent
      reason
      recordedAt
      unlisted
      changes {
        kind
        id
        detail
      }
    }
  }
`);

/** What a relation rests on, and whether it stands. */
export const standingQuery = graphql(`
  query Standing($id: ID!) {
    node(id: $id) {
      ... on Relation {
        retractedAt
        evidence {
          document {
            id
            title
            retractedAt
          }
        }
      }
    }
  }
`);

/** What an entity may be one with. */
export const duplicatesQuery = graphql(`
  query Duplicates($id: ID!) {
    duplicates(of: $id, first: 5) {
      nodes {
        a {
          id
        }
        b {
          id
          name
        }
        why {
          what
          for
        }
      }
    }
  }
`);

export const updateEntity = graphql(`
  mutation UpdateEntity($input: UpdateEntityInput!) {
    updateEntity(input: $input) {
      activity {
        number
      }
    }
  }
`);

export const addIdentifier = graphql(`
  mutation AddIdentifier($input: AddIdentifierInput!) {
    addIdentifier(input: $input) {
      activity {
        number
      }
    }
  }
`);

export const removeIdentifier = graphql(`
  mutation RemoveIdentifier($input: RemoveIdentifierInput!) {
    removeIdentifier(input: $input) {
      activity {
        number
      }
    }
  }
`);

export const mergeEntities = graphql(`
  mutation MergeEntities($input: MergeEntitiesInput!) {
    mergeEntities(input: $input) {
      entity {
        id
      }
    }
  }
`);

export const unmergeEntities = graphql(`
  mutation UnmergeEntities($input: UnmergeEntitiesInput!) {
    unmergeEntities(input: $input) {
      entity {
        id
      }
    }
  }
`);

export const judgeDuplicate = graphql(`
  mutation JudgeDuplicate($input: JudgeDuplicateInput!) {
    judgeDuplicate(input: $input) {
      activity {
        number
      }
    }
  }
`);

export const retractRelation = graphql(`
  mutation RetractRelation($input: RetractInput!) {
    retractRelation(input: $input) {
      activity {
        number
      }
    }
  }
`);

export const restoreRelation = graphql(`
  mutation RestoreRelation($input: RestoreInput!) {
    restoreRelation(input: $input) {
      activity {
        number
      }
    }
  }
`);

export const retractDocument = graphql(`
  mutation RetractDocument($input: RetractInput!) {
    retractDocument(input: $input) {
      activity {
        number
      }
    }
  }
`);

export const restoreDocument = graphql(`
  mutation RestoreDocument($input: RestoreInput!) {
    restoreDocument(input: $input) {
      activity {
        number
      }
    }
  }
`);
