import { graphql } from "../../generated";

/** What there is to choose from, and what it is from: data sets, relation types and documents. */
export const vocabularyQuery = graphql(`
  query Vocabulary {
    datasets {
      id
    }
    relationTypes {
      id
      label
      inverseLabel
      symmetric
      plover
    }
    documents(first: 100) {
      totalCount
      nodes {
        id
        title
        publisher
        publishedAt {
          edtf
        }
      }
    }
  }
`);

/** When something was written, in that order. */
export const momentsQuery = graphql(`
  query Moments($after: Int!) {
    history(first: 100, after: $after) {
      number
      recordedAt
    }
  }
`);

export const entityPart = graphql(`
  fragment EntityPart on Entity {
    __typename
    id
    name
    unnamed
  }
`);

export const relationPart = graphql(`
  fragment RelationPart on Relation {
    id
    type {
      id
      label
    }
    subject {
      ...EntityPart
    }
    object {
      ...EntityPart
    }
    status
    certainty
    coding
    time {
      edtf
      start
      end
      inferred
    }
    recordedAt
  }
`);

export const relationPage = graphql(`
  fragment RelationPage on RelationConnection {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      ...RelationPart
    }
  }
`);

/** Where the page begins: who there is, and the newest relations that pass. */
export const openingQuery = graphql(`
  query Opening($filter: RelationFilter, $asOf: DateTime) {
    actors(first: 50, asOf: $asOf) {
      nodes {
        id
      }
      pageInfo {
        hasNextPage
      }
    }
    relations(first: 100, filter: $filter, asOf: $asOf) {
      ...RelationPage
    }
  }
`);

/** With which entities to begin where they are many. */
export const prominentQuery = graphql(`
  query Prominent($asOf: DateTime) {
    neighborhood(depth: 0, asOf: $asOf) {
      nodes {
        entity {
          id
        }
      }
    }
  }
`);

/** The relations after those. */
export const furtherQuery = graphql(`
  query Further($filter: RelationFilter, $asOf: DateTime, $after: String) {
    relations(first: 100, after: $after, filter: $filter, asOf: $asOf) {
      ...RelationPage
    }
  }
`);

/** How much there is of which a part is shown: of relations those that pass, and all. */
export const totalsQuery = graphql(`
  query Totals($filter: RelationFilter, $asOf: DateTime) {
    entities(first: 1, asOf: $asOf) {
      totalCount
    }
    relations(first: 1, filter: $filter, asOf: $asOf) {
      totalCount
    }
    all: relations(first: 1, asOf: $asOf) {
      totalCount
    }
  }
`);

/** What ids stand for: one that was merged with another stands for that. */
export const namedQuery = graphql(`
  query Named($ids: [ID!]!, $asOf: DateTime) {
    nodes(ids: $ids, asOf: $asOf) {
      __typename
      id
      ... on Entity {
        name
      }
    }
  }
`);

/** What lies around some entities, ready to be drawn. */
export const neighborhoodQuery = graphql(`
  query Neighborhood($center: [ID!]!, $limit: Int!, $filter: RelationFilter, $asOf: DateTime) {
    neighborhood(center: $center, depth: 1, limit: $limit, filter: $filter, asOf: $asOf) {
      nodes {
        depth
        degree
        entity {
          ...EntityPart
        }
      }
      edges {
        ...RelationPart
      }
      truncated
      totalNodes
    }
  }
`);

/** How two entities are connected. */
export const pathsQuery = graphql(`
  query Paths($from: ID!, $to: ID!, $filter: RelationFilter, $asOf: DateTime) {
    paths(from: $from, to: $to, maxLength: 4, first: 10, filter: $filter, asOf: $asOf) {
      paths {
        length
        steps {
          from {
            ...EntityPart
          }
          direction
          relation {
            ...RelationPart
          }
          to {
            ...EntityPart
          }
        }
      }
      truncated
      visited
    }
  }
`);

export const pointPart = graphql(`
  fragment PointPart on Point {
    latitude
    longitude
    precision
  }
`);

/** One entity by itself. */
export const entityQuery = graphql(`
  query Entity($id: ID!, $filter: RelationFilter, $asOf: DateTime, $after: String) {
    entity(id: $id, asOf: $asOf) {
      ...EntityPart
      description
      aliases
      identifiers {
        scheme
        value
        url
      }
      ... on Place {
        point {
          ...PointPart
        }
      }
      relations(first: 100, after: $after, filter: $filter) {
        ...RelationPage
      }
    }
  }
`);

export const claimPart = graphql(`
  fragment ClaimPart on Relation {
    ...RelationPart
    attributions {
      by {
        ...EntityPart
      }
      stance
    }
    evidence {
      exact
    }
  }
`);

/** All that links two entities, and who says so. */
export const pairQuery = graphql(`
  query Pair($id: ID!, $filter: RelationFilter!, $asOf: DateTime) {
    entity(id: $id, asOf: $asOf) {
      relations(first: 100, filter: $filter) {
        nodes {
          ...ClaimPart
        }
      }
    }
  }
`);

/** One relation and the words that it rests on. */
export const relationQuery = graphql(`
  query Relation($id: ID!, $asOf: DateTime) {
    node(id: $id, asOf: $asOf) {
      __typename
      id
      ... on Relation {
        ...RelationPart
        time {
          reasoning
        }
        places {
          ...EntityPart
        }
        point {
          ...PointPart
        }
        quantities {
          kind
          low
          best
          high
          unit
        }
        attributions {
          by {
            ...EntityPart
          }
          stance
        }
        sources {
          count
          independent
        }
        evidence {
          exact
          start
          end
          document {
            id
            title
            text
            url
            publisher
            publishedAt {
              edtf
              inferred
            }
          }
          source {
            dataset
            record
            url
            publisher
            note
          }
        }
        contradictedBy {
          ...ClaimPart
        }
        supportedBy {
          ...ClaimPart
        }
        fulfilledBy {
          ...ClaimPart
        }
        retractedAt
      }
    }
  }
`);

/** What matches a name or words. */
export const searchQuery = graphql(`
  query Search($text: String!, $kinds: [EntityKind!], $asOf: DateTime) {
    search(text: $text, kinds: $kinds, first: 8, asOf: $asOf) {
      matched
      node {
        __typename
        id
        ... on Entity {
          name
          description
        }
        ... on Relation {
          subject {
            name
          }
          type {
            label
          }
          object {
            name
          }
          status
          certainty
        }
      }
    }
  }
`);

/** How many relations of some entities start when. */
export const timelineQuery = graphql(`
  query Timeline($filter: RelationFilter, $bucket: TimeBucket!, $asOf: DateTime) {
    timeline(filter: $filter, bucket: $bucket, asOf: $asOf) {
      start
      end
      count
    }
  }
`);

/** Who looks, and what they may. */
export const viewerQuery = graphql(`
  query Viewer {
    viewer {
      name
      role
      tokens
      extractors
      fetches
    }
  }
`);
