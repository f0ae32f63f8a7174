import type { PlacedQuery } from "../../generated/graphql";
import { graphql } from "../../generated";

/** Relations, and all that tells where they happened or where their ends are. */
export const placedQuery = graphql(`
  query Placed($filter: RelationFilter, $asOf: DateTime, $after: String) {
    relations(first: 100, filter: $filter, asOf: $asOf, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        ...RelationPart
        subject {
          ...WherePart
        }
        object {
          ...WherePart
        }
        point {
          ...PointPart
        }
        places {
          ...EntityPart
          point {
            ...PointPart
          }
        }
      }
    }
  }
`);

export const wherePart = graphql(`
  fragment WherePart on Entity {
    ... on Country {
      identifiers {
        scheme
        value
      }
    }
    ... on Place {
      point {
        ...PointPart
      }
    }
  }
`);

export type Placed = PlacedQuery["relations"]["nodes"][number];
export type End = Placed["subject"];
