/**
 * The API's client: Hono's, by path, such as `client.packages[":id"].$get({ param: { id } })`. Declared loosely; the OpenAPI
 * document says what each route takes and answers.
 */
export declare const apiClient: (address: string, options?: { token?: string; fetch?: typeof fetch }) => any;
export type ApiClient = ReturnType<typeof apiClient>;
