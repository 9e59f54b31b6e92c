/** What was read of an AWS account. Undefined: it could not be read, and another check says so. */
export interface AccountFacts {
  readonly region: string;
  readonly profiles: readonly ProfileFacts[];
  /** By ID. A subnet that is not there does not exist. */
  readonly subnets: ReadonlyMap<string, Subnet> | undefined;
  readonly routeTables: readonly RouteTable[] | undefined;
  /** By ARN. */
  readonly roles: ReadonlyMap<string, RoleFacts>;
  readonly vcpuQuota: VcpuQuota | undefined;
  /** Undefined: not known, which counts as IPv4, the default of EKS. */
  readonly ipFamily: string | undefined;
}

export interface ProfileFacts {
  readonly name: string;
  /** Of a planned profile: as it may be, since EKS ends the ARN with an ID of its own. */
  readonly arn: string | undefined;
  /** Undefined: neither EKS nor the file says them. */
  readonly subnets: readonly string[] | undefined;
  readonly roleArn: string | undefined;
  /**
   * planned: EKS checks its subnets and its role when it creates the profile, and gives the role its access. deleted: by the
   * plan; what counts is the addresses that its pods give back.
   */
  readonly state: 'existing' | 'planned' | 'deleted';
}

export interface Subnet {
  readonly vpcId: string;
  readonly freeAddresses: number;
}

export interface RouteTable {
  readonly vpcId: string;
  /** Of the VPC: it is that of each subnet that has none of its own. */
  readonly isMain: boolean;
  readonly subnetIds: readonly string[];
  readonly leadsToInternetGateway: boolean;
}

export interface RoleFacts {
  readonly trust: RoleTrust | undefined;
  /** ARNs of the managed policies that are attached. */
  readonly policies: readonly string[] | undefined;
  readonly access: RoleAccess | undefined;
}

/** `document`: the parsed trust policy. */
export type RoleTrust = { readonly kind: 'missing-role' } | { readonly kind: 'policy'; readonly document: unknown };

/** How the cluster knows the role. `mode`: the authentication mode of the cluster. */
export type RoleAccess =
  | { readonly kind: 'entry'; readonly type: string }
  | { readonly kind: 'config-map' }
  | { readonly kind: 'none'; readonly mode: string };

export interface VcpuQuota {
  readonly vcpus: number;
  /** That of AWS, where no value of the account is known. */
  readonly isDefault: boolean;
}
