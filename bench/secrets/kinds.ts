/**
 * Kinds of credential: a name, the key that one finds it under, and its form. `<alnum:36>` is 36 random characters of that
 * alphabet. A form that begins with its provider's prefix may stand under any key; the others only under their own.
 */
export const tokenKinds = `
aws-access-key AWS_ACCESS_KEY_ID AKIA<base32:16>
aws-session-key AWS_ACCESS_KEY_ID ASIA<base32:16>
aws-bedrock AWS_BEARER_TOKEN_BEDROCK ABSK<base64:128>
google-api-key GOOGLE_API_KEY AIza<word:35>
google-oauth-secret GOOGLE_CLIENT_SECRET GOCSPX-<word:28>
google-access-token GOOGLE_TOKEN ya29.<word:120>
azure-storage AZURE_STORAGE_CONNECTION DefaultEndpointsProtocol=https;AccountName=acct;AccountKey=<base64:86>==
azure-entra AZURE_CLIENT_SECRET <alnum:3>8Q~<alnum:34>
azure-devops AZURE_DEVOPS_PAT <alnum:76>AZDO<alnum:4>
digitalocean DO_TOKEN dop_v1_<hex:64>
digitalocean-refresh DO_REFRESH dor_v1_<hex:64>
heroku-new HEROKU_API_KEY HRKU-AA<word:58>
netlify NETLIFY_AUTH_TOKEN nfp_<alnum:36>
fly FLY_API_TOKEN fm2_<base64:160>
vault-service VAULT_TOKEN hvs.<word:95>
vault-batch VAULT_TOKEN hvb.<word:138>
terraform TFE_TOKEN <alnum:14>.atlasv1.<alnum:67>
pulumi PULUMI_ACCESS_TOKEN pul-<hex:40>
databricks DATABRICKS_TOKEN dapi<hex:32>
alibaba ALIYUN_ACCESS_KEY_ID LTAI<alnum:20>
tencent TENCENT_SECRET_ID AKID<alnum:32>
yandex YANDEX_API_KEY AQVN<word:36>
scaleway SCW_ACCESS_KEY SCW<upnum:17>
supabase SUPABASE_ACCESS_TOKEN sbp_<hex:40>
planetscale PLANETSCALE_TOKEN pscale_tkn_<word:43>
planetscale-password PLANETSCALE_PASSWORD pscale_pw_<word:43>
github-fine-grained GITHUB_TOKEN github_pat_<alnum:22>_<alnum:59>
gitlab-pat GITLAB_TOKEN glpat-<word:20>
gitlab-trigger GITLAB_TRIGGER glptt-<hex:40>
gitlab-runner GITLAB_RUNNER glrt-<word:20>
gitlab-deploy GITLAB_DEPLOY gldt-<word:20>
gitlab-oauth GITLAB_OAUTH gloas-<hex:64>
gitlab-feed GITLAB_FEED glft-<word:20>
gitlab-agent GITLAB_AGENT glagent-<word:50>
gitlab-scim GITLAB_SCIM glsoat-<word:20>
gitlab-registration GITLAB_REGISTRATION GR1348941<word:20>
bitbucket BITBUCKET_APP_PASSWORD ATBB<alnum:32>
atlassian ATLASSIAN_TOKEN ATATT3xFfGF0<word:170>=<HEX:8>
pypi TWINE_PASSWORD pypi-AgEIcHlwaS5vcmc<word:150>
rubygems GEM_HOST_API_KEY rubygems_<hex:48>
crates CARGO_REGISTRY_TOKEN cio<alnum:32>
nuget NUGET_API_KEY oy2<lownum:43>
dockerhub DOCKER_PAT dckr_pat_<word:27>
dockerhub-org DOCKER_OAT dckr_oat_<word:32>
clojars CLOJARS_TOKEN CLOJARS_<lownum:60>
jfrog ARTIFACTORY_KEY AKCp<alnum:69>
jfrog-reference ARTIFACTORY_TOKEN cmVmdGtu<alnum:56>
circleci CIRCLE_TOKEN CCIPAT_<alnum:22>_<hex:40>
buildkite BUILDKITE_TOKEN bkua_<hex:40>
sonar SONAR_TOKEN squ_<hex:40>
sonar-project SONAR_TOKEN sqp_<hex:40>
harness HARNESS_TOKEN pat.<word:22>.<hex:24>.<alnum:20>
octopus OCTOPUS_KEY API-<upnum:26>
sourcegraph SRC_ACCESS_TOKEN sgp_<hex:16>_<hex:40>
postman POSTMAN_API_KEY PMAK-<hex:24>-<hex:34>
readme README_KEY rdme_<lownum:70>
tailscale TS_AUTHKEY tskey-auth-<alnum:12>CNTRL-<alnum:32>
tailscale-api TS_API_KEY tskey-api-<alnum:12>CNTRL-<alnum:32>
onepassword OP_SERVICE_ACCOUNT_TOKEN ops_eyJ<word:260>
onepassword-secret OP_SECRET_KEY A3-<upnum:6>-<upnum:6>-<upnum:5>-<upnum:5>-<upnum:5>-<upnum:5>
doppler DOPPLER_TOKEN dp.pt.<alnum:43>
salesforce SF_ACCESS_TOKEN 00D<alnum:12>!<alnum:96>
prefect PREFECT_API_KEY pnu_<alnum:36>
dbt DBT_TOKEN dbtc_<word:44>
render RENDER_API_KEY rnd_<alnum:32>
exoscale EXOSCALE_API_KEY EXO<hex:24>
neon NEON_API_KEY napi_<lownum:64>
slack-bot SLACK_BOT_TOKEN xoxb-<digit:12>-<digit:13>-<alnum:24>
slack-user SLACK_USER_TOKEN xoxp-<digit:12>-<digit:12>-<digit:13>-<hex:32>
slack-app SLACK_APP_TOKEN xapp-1-<upnum:11>-<digit:13>-<hex:64>
slack-config SLACK_CONFIG xoxe.xoxp-1-<alnum:160>
slack-webhook SLACK_WEBHOOK https://hooks.slack.com/services/T<upnum:8>/B<upnum:10>/<alnum:24>
discord-webhook DISCORD_WEBHOOK https://discord.com/api/webhooks/<digit:19>/<word:68>
teams-webhook TEAMS_WEBHOOK https://acme.webhook.office.com/webhookb2/<uuid:1>@<uuid:1>/IncomingWebhook/<hex:32>/<uuid:1>
telegram TELEGRAM_TOKEN <digit:10>:AA<word:33>
stripe STRIPE_KEY sk_live_<alnum:24>
stripe-restricted STRIPE_KEY rk_live_<alnum:24>
stripe-webhook STRIPE_WEBHOOK_SECRET whsec_<alnum:32>
square SQUARE_TOKEN sq0atp-<word:22>
square-secret SQUARE_SECRET sq0csp-<word:43>
square-personal SQUARE_ACCESS_TOKEN EAAAE<word:59>
braintree BRAINTREE_TOKEN access_token$production$<lownum:16>$<hex:32>
adyen ADYEN_KEY AQEyhmfxK<base64:90>
shopify SHOPIFY_TOKEN shpat_<hex:32>
shopify-secret SHOPIFY_SECRET shpss_<hex:32>
mailgun MAILGUN_KEY key-<hex:32>
mailchimp MAILCHIMP_KEY <hex:32>-us12
sendgrid SENDGRID_API_KEY SG.<word:22>.<word:43>
brevo BREVO_KEY xkeysib-<hex:64>-<alnum:16>
brevo-smtp BREVO_SMTP xsmtpsib-<hex:64>-<alnum:16>
hubspot HUBSPOT_TOKEN pat-na1-<uuid:1>
linear LINEAR_API_KEY lin_api_<alnum:40>
clickup CLICKUP_TOKEN pk_<digit:8>_<upnum:32>
typeform TYPEFORM_TOKEN tfp_<word:44>_<word:14>
contentful CONTENTFUL_TOKEN CFPAT-<word:43>
shippo SHIPPO_TOKEN shippo_live_<hex:40>
easypost EASYPOST_KEY EZAK<alnum:54>
duffel DUFFEL_TOKEN duffel_live_<word:43>
flutterwave FLW_KEY FLWSECK-<lownum:32>-X
plaid PLAID_TOKEN access-production-<uuid:1>
razorpay RAZORPAY_KEY rzp_live_<alnum:14>
mercadopago MP_TOKEN APP_USR-<digit:16>-<digit:6>-<hex:32>-<digit:9>
paypal PAYPAL_TOKEN A21AA<word:92>
notion NOTION_TOKEN ntn_<alnum:46>
notion-old NOTION_TOKEN secret_<alnum:43>
airtable AIRTABLE_KEY pat<alnum:14>.<hex:64>
figma FIGMA_TOKEN figd_<word:40>
newrelic NEW_RELIC_API_KEY NRAK-<upnum:27>
newrelic-licence NEW_RELIC_LICENSE_KEY <hex:36>NRAL
newrelic-insert NEW_RELIC_INSERT NRII-<word:32>
grafana GRAFANA_TOKEN glsa_<alnum:32>_<hex:8>
grafana-cloud GRAFANA_CLOUD glc_eyJ<base64:80>
sentry SENTRY_AUTH_TOKEN sntrys_eyJ<base64:140>
sentry-user SENTRY_AUTH_TOKEN sntryu_<hex:64>
dynatrace DT_TOKEN dt0c01.<upnum:24>.<upnum:64>
honeycomb HONEYCOMB_KEY hcaik_<lownum:58>
posthog POSTHOG_KEY phx_<alnum:47>
mapbox MAPBOX_TOKEN sk.eyJ<word:80>.<word:22>
facebook FB_TOKEN EAA<alnum:160>
dropbox DROPBOX_TOKEN sl.B<word:139>
openai OPENAI_API_KEY sk-proj-<word:74>T3BlbkFJ<word:74>
openai-old OPENAI_API_KEY sk-<alnum:20>T3BlbkFJ<alnum:20>
openai-service OPENAI_API_KEY sk-svcacct-<word:74>T3BlbkFJ<word:74>
anthropic ANTHROPIC_API_KEY sk-ant-api03-<word:93>AA
anthropic-admin ANTHROPIC_ADMIN_KEY sk-ant-admin01-<word:93>AA
huggingface HF_TOKEN hf_<alpha:34>
replicate REPLICATE_API_TOKEN r8_<alnum:37>
groq GROQ_API_KEY gsk_<alnum:52>
perplexity PPLX_KEY pplx-<alnum:48>
xai XAI_API_KEY xai-<alnum:80>
openrouter OPENROUTER_KEY sk-or-v1-<hex:64>
pinecone PINECONE_KEY pcsk_<alnum:6>_<alnum:63>
langsmith LANGSMITH_KEY lsv2_pt_<hex:32>_<hex:10>
langfuse LANGFUSE_KEY sk-lf-<uuid:1>
nvidia NVIDIA_KEY nvapi-<word:64>
cerebras CEREBRAS_KEY csk-<lownum:48>
tavily TAVILY_KEY tvly-<alnum:32>
jina JINA_KEY jina_<word:60>
elevenlabs ELEVENLABS_KEY sk_<hex:48>
jwt JWT <jwt:1>
bitcoin-wif BTC_PRIVATE_KEY <wif:1>
age-key AGE_KEY AGE-SECRET-KEY-1<age:58>
github GITHUB_TOKEN <github:ghp>
github-oauth GITHUB_TOKEN <github:gho>
github-server GITHUB_TOKEN <github:ghs>
github-user GITHUB_TOKEN <github:ghu>
npm NPM_TOKEN <github:npm>
`;

/** Known by their keys only. */
export const contextKinds = `
aws-secret AWS_SECRET_ACCESS_KEY <base64:40>
algolia ALGOLIA_ADMIN_KEY <hex:32>
datadog-api DATADOG_API_KEY <hex:32>
datadog-app DATADOG_APP_KEY <hex:40>
cloudflare CLOUDFLARE_API_TOKEN <word:40>
cloudflare-global CLOUDFLARE_API_KEY <hex:37>
fastly FASTLY_API_TOKEN <word:32>
heroku HEROKU_API_KEY <uuid:1>
vercel VERCEL_TOKEN <alnum:24>
hetzner HCLOUD_TOKEN <alnum:64>
linode LINODE_TOKEN <hex:64>
twilio-auth TWILIO_AUTH_TOKEN <hex:32>
okta OKTA_API_TOKEN 00<word:40>
auth0 AUTH0_CLIENT_SECRET <word:64>
django DJANGO_SECRET_KEY <alnum:50>
rails SECRET_KEY_BASE <hex:128>
laravel APP_KEY base64:<base64:43>=
flask FLASK_SECRET_KEY <hex:48>
jwt-secret JWT_SECRET <alnum:32>
session SESSION_SECRET <alnum:40>
cookie COOKIE_SECRET <hex:64>
encryption ENCRYPTION_KEY <base64:43>=
signing SIGNING_SECRET <hex:32>
webhook WEBHOOK_SECRET <alnum:32>
client-secret CLIENT_SECRET <alnum:40>
oauth-token OAUTH_ACCESS_TOKEN <alnum:48>
refresh-token REFRESH_TOKEN <word:64>
api-key API_KEY <alnum:32>
access-key ACCESS_KEY <alnum:20>
service-key SERVICE_KEY <hex:40>
deploy-token DEPLOY_TOKEN <alnum:24>
bot-token BOT_TOKEN <word:59>
snyk SNYK_TOKEN <uuid:1>
travis TRAVIS_TOKEN <alnum:22>
codecov CODECOV_TOKEN <uuid:1>
coveralls COVERALLS_REPO_TOKEN <alnum:33>
drone DRONE_TOKEN <alnum:32>
launchdarkly LD_API_KEY <hex:40>
pagerduty PAGERDUTY_TOKEN <word:20>
opsgenie OPSGENIE_API_KEY <uuid:1>
rollbar ROLLBAR_ACCESS_TOKEN <hex:32>
segment SEGMENT_WRITE_KEY <alnum:32>
mixpanel MIXPANEL_API_SECRET <hex:32>
zendesk ZENDESK_API_TOKEN <alnum:40>
trello TRELLO_TOKEN <hex:64>
asana ASANA_TOKEN 1/<digit:16>:<hex:32>
spotify SPOTIFY_CLIENT_SECRET <hex:32>
twitch TWITCH_CLIENT_SECRET <lownum:30>
coinbase COINBASE_API_SECRET <base64:88>
binance BINANCE_API_KEY <alnum:64>
etherscan ETHERSCAN_API_KEY <upnum:34>
openweather OPENWEATHER_API_KEY <hex:32>
virustotal VIRUSTOTAL_API_KEY <hex:64>
shodan SHODAN_API_KEY <alnum:32>
wandb WANDB_API_KEY <hex:40>
cohere COHERE_API_KEY <alnum:40>
mistral MISTRAL_API_KEY <alnum:32>
deepgram DEEPGRAM_API_KEY <hex:40>
`;

/** Passwords: what people and generators make. */
export const passwordKinds = `
db-password DB_PASSWORD <password:1>
mysql-root MYSQL_ROOT_PASSWORD <password:1>
postgres POSTGRES_PASSWORD <password:1>
redis REDIS_PASSWORD <password:1>
smtp SMTP_PASSWORD <password:1>
ldap LDAP_BIND_PASSWORD <password:1>
admin ADMIN_PASSWORD <password:1>
keystore KEYSTORE_PASSWORD <password:1>
rabbitmq RABBITMQ_PASSWORD <password:1>
spring spring.datasource.password <password:1>
`;

/** Whole lines, which carry their own syntax. */
export const lineKinds = `
url-postgres postgres://app:<password:1>@db.internal:5432/shop
url-mysql mysql://root:<password:1>@10.0.0.5/shop
url-mongodb mongodb+srv://app:<password:1>@cluster0.ab1cd.mongodb.net/x
url-redis redis://:<password:1>@cache.internal:6379/0
url-amqp amqp://svc:<password:1>@mq.internal:5672/
url-http https://deploy:<password:1>@git.internal/acme/app.git
url-ftp ftp://backup:<password:1>@files.internal/daily
jdbc jdbc:mysql://db.internal/shop?user=app&password=<password:1>
odbc Server=db.internal;Database=shop;User Id=sa;Password=<password:1>;
curl-user curl -u admin:<password:1> https://api.internal/v1
mysql-option mysqldump -u root -p<password:1> shop > dump.sql
sshpass sshpass -p <password:1> ssh root@10.0.0.9
docker-login docker login -u ci -p <password:1> registry.internal
npmrc //registry.internal/:_authToken=<uuid:1>
netrc machine api.internal login bob password <password:1>
pgpass db.internal:5432:shop:app:<password:1>
header-basic Authorization: Basic <base64:28>
header-bearer Authorization: Bearer <alnum:40>
header-key X-Api-Key: <alnum:32>
cookie Cookie: JSESSIONID=<HEX:32>
sql-identified CREATE USER 'app'@'%' IDENTIFIED BY '<password:1>';
wireguard PrivateKey = <base64:43>=
bcrypt bob:$2b$12$<alnum:53>
shadow root:$6$saltsalt$<alnum:86>:19000:0:99999:7:::
otpauth otpauth://totp/Acme:bob?secret=<base32:32>&issuer=Acme
kubeconfig client-key-data: <base64:400>
`;
