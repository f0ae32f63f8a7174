import "./styles/index.css";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { createRoot } from "react-dom/client";
import { useSearch } from "wouter";
import { Gate } from "../access/Gate";
import { onToken, useAccess } from "../access/token";
import { CommandsProvider } from "../commands/useCommands";
import { AskError } from "./api/client";
import { App } from "./App";
import { isReview } from "./review/link";

const Review = lazy(() => import("./review/Review").then((module) => ({ default: module.Review })));

const client = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: "always",
      refetchOnWindowFocus: false,
      staleTime: 60_000,
      retry: (failures, error) => failures < 1 && error instanceof AskError && error.unreachable,
      retryDelay: 700,
      // A server that comes back is noticed without anybody's asking.
      refetchInterval: ({ state: { error } }) => error instanceof AskError && error.unreachable && 5000,
    },
  },
});

// What one token may read is nothing to another.
onToken(() => {
  client.clear();
});

/** The explorer, begun anew with each token. */
function Explorer() {
  const { token } = useAccess();
  const search = useSearch();
  return (
    <CommandsProvider key={token ?? ""}>
      {isReview(search) ? (
        <Suspense>
          <Review />
        </Suspense>
      ) : (
        <App />
      )}
    </CommandsProvider>
  );
}

const root = document.getElementById("explorer");
if (!root) throw new Error("the page has no #explorer element");

createRoot(root).render(
  <QueryClientProvider client={client}>
    <Gate>
      <Explorer />
    </Gate>
  </QueryClientProvider>,
);
