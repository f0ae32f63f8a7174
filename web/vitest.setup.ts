import { configure } from "@testing-library/react";

// A busy machine is slow; no test judges a time.
configure({ asyncUtilTimeout: 60_000 });
