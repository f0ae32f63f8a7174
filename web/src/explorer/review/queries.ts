import { graphql } from "../../generated";

export const suggestedPart = graphql(`
  fragment SuggestedPart on SuggestedEntity {
    id
    name
    kind
    words
    entity {
      id
    }
  }
`);

export const suggestionPart = graphql(`
  fragment SuggestionPart on Suggestion {
    id
    state
    document {
      id
      title
    }
    subject {
      ...SuggestedPart
    }
    object {
      ...SuggestedPart
    }
    type {
      id
      label
    }
    status
    certainty
    time {
      edtf
      inferred
      reasoning
    }
    timeWords
    places {
      ...SuggestedPart
    }
    attributions {
      by {
        ...SuggestedPart
      }
      stance
    }
    evidence {
      exact
      start
      end
    }
    problems {
      code
      message
      quote
    }
    origin {
      extractor
      rule
      model
      agent
    }
    relation {
      id
    }
    decision {
      agent
      reason
      recordedAt
    }
    revisionOf
    supersededBy
  }
`);

/** The suggestions that pass, page by page. */
export const queueQuery = graphql(`
  query Queue($filter: SuggestionFilter, $after: String) {
    suggestions(filter: $filter, first: 50, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        ...SuggestionPart
      }
    }
  }
`);

/** An article to be read by people. */
export const deskDocumentQuery = graphql(`
  query DeskDocument($id: ID!) {
    document(id: $id) {
      id
      title
      text
      url
      publisher
      publishedAt {
        edtf
      }
    }
  }
`);

export const candidatesPart = graphql(`
  fragment CandidatesPart on SuggestedEntity {
    candidates {
      score
      why
      entity {
        ...EntityPart
        description
      }
    }
  }
`);

/** A suggestion with what else its ends may be, and what the graph says to it. */
export const suggestionQuery = graphql(`
  query Suggestion($id: ID!) {
    node(id: $id) {
      __typename
      id
      ... on Suggestion {
        ...SuggestionPart
        subject {
          ...CandidatesPart
        }
        object {
          ...CandidatesPart
        }
        related {
          restates {
            ...ClaimPart
          }
          contradicts {
            ...ClaimPart
          }
          fulfils {
            ...ClaimPart
          }
        }
      }
    }
  }
`);

/** The documents there are, newest first. */
export const documentsQuery = graphql(`
  query Documents {
    documents(first: 100) {
      nodes {
        id
        title
      }
    }
  }
`);

export const acceptMutation = graphql(`
  mutation Accept($ids: [ID!]!) {
    acceptSuggestions(input: { ids: $ids }) {
      suggestions {
        ...SuggestionPart
      }
    }
  }
`);

export const rejectMutation = graphql(`
  mutation Reject($ids: [ID!]!, $reason: String) {
    rejectSuggestions(input: { ids: $ids, reason: $reason }) {
      suggestions {
        ...SuggestionPart
      }
    }
  }
`);

export const reviseMutation = graphql(`
  mutation Revise($input: ReviseSuggestionInput!) {
    reviseSuggestion(input: $input) {
      suggestion {
        ...SuggestionPart
      }
    }
  }
`);

export const suggestMutation = graphql(`
  mutation Suggest($input: SuggestRelationInput!) {
    suggestRelation(input: $input) {
      suggestion {
        ...SuggestionPart
      }
    }
  }
`);

export const readArticlesMutation = graphql(`
  mutation ReadArticles($input: ReadArticlesInput!) {
    readArticles(input: $input) {
      articles {
        id
        title
        text
        url
        publishedAt {
          edtf
          inferred
          reasoning
        }
        publisher
        language
        capturedAt
        sha256
        notes
      }
    }
  }
`);

export const ingestionPart = graphql(`
  fragment IngestionPart on Ingestion {
    id
    state
    error
    found
    queued
    known
    refused {
      reason
      count
      examples
    }
    copyOf {
      id
      title
    }
    document {
      id
    }
  }
`);

export const ingestMutation = graphql(`
  mutation Ingest($input: IngestDocumentInput!) {
    ingestDocument(input: $input) {
      ingestion {
        ...IngestionPart
      }
    }
  }
`);

export const ingestionQuery = graphql(`
  query Ingestion($id: ID!) {
    ingestion(id: $id) {
      ...IngestionPart
    }
  }
`);

/** What others decide. */
export const decidedSubscription = graphql(`
  subscription Decided {
    suggestionDecided {
      suggestion {
        ...SuggestionPart
      }
    }
  }
`);

/** What is suggested of an article from now on. */
export const addedSubscription = graphql(`
  subscription Added($filter: SuggestionFilter) {
    suggestionAdded(filter: $filter) {
      suggestion {
        ...SuggestionPart
      }
    }
  }
`);

export const retractMutation = graphql(`
  mutation Retract($id: ID!) {
    retractRelation(input: { id: $id, reason: "Accepted by mistake" }) {
      relation {
        id
      }
    }
  }
`);
