import { router } from "./api.ts";
import { bucket } from "./storage.ts";

export { router };

/** The dashboard, under the address of the API: the same origin, so that no other needs to be allowed. */
new sst.aws.StaticSite("Dashboard", {
  path: "packages/web",
  build: { command: "npm run -s build", output: "dist/dashboard" },
  dev: { command: "npx vite --host 127.0.0.1", url: "http://127.0.0.1:5173" },
  router: { instance: router },
});

/** Uploads go from the browser to a presigned address of the bucket, from the dashboard's pages only. */
new aws.s3.BucketCorsConfiguration("Uploads", {
  bucket: bucket.name,
  corsRules: [
    {
      allowedMethods: ["PUT"],
      allowedOrigins: [router.url],
      // What a sender declares is signed as metadata; a part's ETag is needed to complete an upload.
      allowedHeaders: ["content-type", "x-amz-meta-*"],
      exposeHeaders: ["etag"],
      maxAgeSeconds: 3600,
    },
  ],
});
