import { type Context, make } from "./context.ts";
import { contentSecurityPolicy } from "./security-policy.ts";

/** CloudFront's own policies, of which any number of distributions may have one; an account may make 20 of each kind. */
const managed = {
  /** Nothing is cached or compressed. */
  cache: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
  /** HSTS, no sniffing, no foreign frames. */
  headers: "67f7725c-6f97-4210-82d7-5512b31e9d03",
};

const YEAR_SECONDS = 31_536_000;

/** The dashboard's files come from a bucket, which says nothing of security. What the API says of its own answers stays. */
const headersOf = (context: Context, bucket: sst.aws.Bucket): $util.Input<string> => {
  if (!context.settings.permanent) return managed.headers;
  const { region } = aws.getRegionOutput();
  return make(context, "headers", aws.cloudfront.ResponseHeadersPolicy, "Headers", {
    name: `${context.deployment}-dashboard`,
    securityHeadersConfig: {
      contentSecurityPolicy: {
        contentSecurityPolicy: $resolve([bucket.name, region]).apply(([name, where]) =>
          contentSecurityPolicy(`https://${name}.s3.${where}.amazonaws.com`),
        ),
        override: false,
      },
      strictTransportSecurity: { accessControlMaxAgeSec: YEAR_SECONDS, includeSubdomains: true, override: false },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: "DENY", override: false },
      referrerPolicy: { referrerPolicy: "no-referrer", override: false },
    },
  }).id;
};

/** One origin for the dashboard and the API, so that no other needs to be allowed. */
export const routerOf = (context: Context, bucket: sst.aws.Bucket): sst.aws.Router => {
  const { args, settings } = context;
  if (args.router) return args.router;
  const responseHeadersPolicyId = headersOf(context, bucket);
  return make(context, "router", sst.aws.Router, "Router", {
    ...(args.domain === undefined ? {} : { domain: args.domain }),
    transform: {
      cdn: (cdn) => {
        cdn.defaultCacheBehavior = $util
          .output(cdn.defaultCacheBehavior)
          .apply((behavior) => ({ ...behavior, responseHeadersPolicyId }));
      },
      // A personal stage reads one of CloudFront's own instead of making the account's twentieth.
      cachePolicy: (_args, opts) => {
        if (!settings.permanent) opts.id = managed.cache;
        return undefined;
      },
    },
  });
};

export const dashboardOf = (context: Context, router: sst.aws.Router): sst.aws.StaticSite | undefined => {
  const { dashboard } = context.args;
  if (dashboard === false) return undefined;
  return make(context, "dashboard", sst.aws.StaticSite, "Dashboard", {
    ...dashboard,
    // Vite's development server passes /api on to it.
    ...($dev ? { environment: { TORRENT_API: router.url } } : {}),
    router: { instance: router },
  });
};

/** Uploads go from the browser to a presigned address of the bucket, from the dashboard's pages only. */
export const uploadsFrom = (context: Context, bucket: sst.aws.Bucket, router: sst.aws.Router): void => {
  if (context.args.bucket) return;
  const { dashboard } = context.args;
  const development = $dev && dashboard !== false ? [dashboard.dev.url] : [];
  make(context, "cors", aws.s3.BucketCorsConfiguration, "Uploads", {
    bucket: bucket.name,
    corsRules: [
      {
        allowedMethods: ["PUT"],
        allowedOrigins: [router.url, ...development],
        // What a sender declares is signed as metadata; a part's ETag is needed to complete an upload.
        allowedHeaders: ["content-type", "x-amz-meta-*"],
        exposeHeaders: ["etag"],
        maxAgeSeconds: 3600,
      },
    ],
  });
};
