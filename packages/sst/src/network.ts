import type { ExistingNetwork } from "./args.ts";
import { type Context, make } from "./context.ts";

export interface Network {
  id: $util.Input<string>;
  subnets: $util.Input<$util.Input<string>[]>;
  securityGroups: $util.Input<string>[];
  publicIp: boolean;
}

/** Where there is no Fargate, though there are subnets. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AWS_Fargate-Regions.html */
const withoutFargate = ["use1-az3", "usw1-az2", "apne1-az3", "cac1-az3"];

/** The region's own zones: no Local Zone or Wavelength Zone, which an account may have opted into, and which have no Fargate. */
const zones = () =>
  aws.getAvailabilityZonesOutput({
    state: "available",
    filters: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
    excludeZoneIds: withoutFargate,
  });

/**
 * Two public subnets, no NAT: workers pull their image and call AWS over the internet gateway, S3 and DynamoDB over
 * gateway endpoints, which cost nothing. See docs/adr/0010.
 */
const own = (context: Context): Omit<ExistingNetwork, "securityGroups"> => {
  const vpc = make(context, "vpc", aws.ec2.Vpc, "Network", {
    cidrBlock: "10.20.0.0/16",
    enableDnsHostnames: true,
    tags: { Name: context.deployment },
  });
  const gateway = make(context, "gateway", aws.ec2.InternetGateway, "Gateway", { vpcId: vpc.id });
  const routes = make(context, "routes", aws.ec2.RouteTable, "Routes", {
    vpcId: vpc.id,
    routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }],
  });
  const { names } = zones();
  const subnets = [0, 1].map((index) => {
    const subnet = make(context, "subnet", aws.ec2.Subnet, `Subnet${index}`, {
      vpcId: vpc.id,
      cidrBlock: `10.20.${16 * index}.0/20`,
      availabilityZone: names.apply((all) => all[index] ?? all[0] ?? ""),
    });
    new aws.ec2.RouteTableAssociation(
      `${context.name}SubnetRoutes${index}`,
      { subnetId: subnet.id, routeTableId: routes.id },
      { parent: context.parent },
    );
    return subnet.id;
  });
  const { region } = aws.getRegionOutput();
  for (const service of ["s3", "dynamodb"])
    make(context, "endpoint", aws.ec2.VpcEndpoint, `Endpoint${service}`, {
      vpcId: vpc.id,
      vpcEndpointType: "Gateway",
      serviceName: $interpolate`com.amazonaws.${region}.${service}`,
      routeTableIds: [routes.id],
    });
  return { id: vpc.id, subnets, publicIp: true };
};

/** The account's default network: a region holds five networks, and more stages than that. */
const shared = () => {
  const { id } = aws.ec2.getVpcOutput({ default: true });
  const { ids } = aws.ec2.getSubnetsOutput({
    filters: [
      { name: "vpc-id", values: [id] },
      { name: "default-for-az", values: ["true"] },
      { name: "availability-zone-id", values: zones().zoneIds },
    ],
  });
  return { id, subnets: ids, publicIp: true };
};

/** Everything out, nothing in. */
const closed = (context: Context, vpcId: $util.Input<string>): $util.Output<string> =>
  make(context, "securityGroup", aws.ec2.SecurityGroup, "Workers", {
    description: "Workers: everything out, nothing in",
    vpcId,
    ingress: [],
    egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
  }).id;

export const networkOf = (context: Context): Network => {
  const { network = context.settings.permanent ? "own" : "shared" } = context.args;
  if (typeof network === "object") {
    const { id, subnets, securityGroups = [closed(context, id)], publicIp = false } = network;
    if (subnets.length === 0)
      throw new TypeError(`Torrent "${context.name}": network.subnets is empty; workers need one`);
    return { id, subnets, securityGroups, publicIp };
  }
  const { id, subnets, publicIp = false } = network === "own" ? own(context) : shared();
  return { id, subnets, securityGroups: [closed(context, id)], publicIp };
};
