import { defineConfig } from "vite";

export default defineConfig({
  // Pages find their assets beside them, under whatever path they are served.
  base: "./",
  build: {
    outDir: "../internal/web/dist",
    emptyOutDir: true,
    target: "es2022",
    // light-dark() is left to the browser, since pages choose their scheme at run time.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    // Monaco, which holds every editor feature, is one chunk of about 3 MB.
    chunkSizeWarningLimit: 4000,
    rolldownOptions: {
      // One entry for each page: index.html, the explorer, is served at /.
      input: { index: "index.html", graphiql: "graphiql.html" },
      onwarn(warning, warn) {
        // "use client" in React libraries speaks to servers; there is none here.
        if (warning.code !== "MODULE_LEVEL_DIRECTIVE") warn(warning);
      },
    },
  },
  worker: { format: "es" },
  server: {
    proxy: { "/graphql": "http://localhost:8080" },
  },
});
