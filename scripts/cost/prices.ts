/** List prices of us-east-1 in US dollars, most of them looked up on 26 November 2026; docs/adr/0010 says where. No free tier is taken off. */
export const prices = {
  sqsRequest: 0.4e-6,
  lambdaRequest: 0.2e-6,
  lambdaGBSecondArm: 0.0000133334,
  schedulerInvocation: 1e-6,
  dynamoRead: 0.125e-6,
  xrayTrace: 5e-6,
  logGB: 0.5,
  alarm: 0.1,
  customMetric: 0.3,
  dashboard: 3,
  ecrGBMonth: 0.1,
  s3GBMonth: 0.023,
  fargateVCPUHourArm: 0.03238,
  fargateGBHourArm: 0.00356,
  ipv4Hour: 0.005,
};

export const MINUTES_A_MONTH = 43_800;
/** Pollers of an event source without work, each with one long poll in 20 s. */
export const POLLERS = 5;
export const POLLS_A_MINUTE = 3;
/** What a scheduled function that finds nothing takes, and writes to its log. */
export const IDLE_SECONDS = 0.2;
export const IDLE_LOG_BYTES = 1500;
/** What the deployment itself stores: the worker's image, the functions' and the dashboard's files. */
export const IMAGE_GB = 0.15;
export const FILES_GB = 0.05;
/** What the sweep writes at every run. */
export const SWEEP_METRICS = ["PackagesOpen", "PackagesStuck", "PackagesExpired", "EventsLost"];
