/**
 * Two public subnets, no NAT: workers pull their image and call AWS over the internet gateway, S3 and DynamoDB over
 * gateway endpoints, which cost nothing. Nothing can connect to a worker. See docs/adr/0010.
 */
const vpc = new aws.ec2.Vpc("Network", {
  cidrBlock: "10.20.0.0/16",
  enableDnsHostnames: true,
  tags: { Name: `${$app.name}-${$app.stage}` },
});
const gateway = new aws.ec2.InternetGateway("Gateway", { vpcId: vpc.id });
const routes = new aws.ec2.RouteTable("Routes", {
  vpcId: vpc.id,
  routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }],
});

const { names: zones } = aws.getAvailabilityZonesOutput({ state: "available" });
const subnets = [0, 1].map((index) => {
  const subnet = new aws.ec2.Subnet(`Subnet${index}`, {
    vpcId: vpc.id,
    cidrBlock: `10.20.${16 * index}.0/20`,
    availabilityZone: zones.apply((all) => all[index] ?? ""),
  });
  new aws.ec2.RouteTableAssociation(`SubnetRoutes${index}`, { subnetId: subnet.id, routeTableId: routes.id });
  return subnet;
});

const { region } = aws.getRegionOutput();
for (const service of ["s3", "dynamodb"])
  new aws.ec2.VpcEndpoint(`Endpoint${service}`, {
    vpcId: vpc.id,
    vpcEndpointType: "Gateway",
    serviceName: $interpolate`com.amazonaws.${region}.${service}`,
    routeTableIds: [routes.id],
  });

/** Everything out, nothing in. */
const closed = new aws.ec2.SecurityGroup("Workers", {
  description: "Workers: everything out, nothing in",
  vpcId: vpc.id,
  ingress: [],
  egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
});

export const network = { id: vpc.id, subnets: subnets.map(({ id }) => id), securityGroups: [closed.id] };
