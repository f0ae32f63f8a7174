/** Where the page sends its queries, as the server wrote it into the page. */
export const endpoint = document.querySelector<HTMLMetaElement>("meta[name=graphql-endpoint]")?.content ?? "/graphql";
