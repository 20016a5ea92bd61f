/** An error as RFC 9457 problem details, like the API's own. */
export const problem = (status: number, title: string, detail: string): Response =>
  new Response(JSON.stringify({ title, status, detail }), {
    status,
    headers: { "content-type": "application/problem+json" },
  });

export const invalid = (detail: string): Response => problem(400, "Invalid request", detail);
export const notFound = (detail: string): Response => problem(404, "Not found", detail);
