/// <reference lib="dom" />
import { expectTypeOf, test } from "vitest";
import type * as apiSource from "../../src/api/index.ts";
import type * as lambdaSource from "../../src/lambda.ts";
import type * as panelSource from "../../src/panel.ts";
import type * as serveSource from "../../src/serve.ts";
import type * as api from "../../types/api/index.d.ts";
import type * as lambda from "../../types/lambda.d.ts";
import type * as panel from "../../types/panel.d.ts";
import type * as serve from "../../types/serve.d.ts";

// Declarations are written by hand, because the compiler's would hold the types of every route.
test("what is declared of the API takes what its source takes, and gives what it gives", () => {
  expectTypeOf<Parameters<typeof api.createApi>>().toExtend<Parameters<typeof apiSource.createApi>>();
  expectTypeOf<ReturnType<typeof apiSource.createApi>["fetch"]>().toBeCallableWith(new Request("http://localhost"));
  expectTypeOf<Parameters<typeof api.byTokens>>().toExtend<Parameters<typeof apiSource.byTokens>>();
  expectTypeOf<Parameters<typeof api.byJwt>>().toExtend<Parameters<typeof apiSource.byJwt>>();
  expectTypeOf<ReturnType<typeof apiSource.keysFrom>>().toExtend<ReturnType<typeof api.keysFrom>>();
  expectTypeOf<Parameters<typeof api.cloudWatchLinks>>().toExtend<Parameters<typeof apiSource.cloudWatchLinks>>();
  expectTypeOf<apiSource.Authenticate>().toExtend<api.Authenticate>();
  expectTypeOf<api.Authenticate>().toExtend<apiSource.Authenticate>();
  expectTypeOf<keyof apiSource.ApiOptions>().toEqualTypeOf<keyof api.ApiOptions>();
  expectTypeOf<keyof serve.ServeOptions>().toEqualTypeOf<keyof serveSource.ServeOptions>();
  expectTypeOf<Parameters<typeof serve.serve>>().toExtend<Parameters<typeof serveSource.serve>>();
  expectTypeOf<ReturnType<typeof serveSource.serve>>().toExtend<ReturnType<typeof serve.serve>>();
  expectTypeOf<Parameters<typeof lambda.composeApi>>().toExtend<Parameters<typeof lambdaSource.composeApi>>();
});

test("what is declared of a panel is what its source declares", () => {
  expectTypeOf<panel.PanelModule>().toEqualTypeOf<panelSource.PanelModule>();
});
