/** vCPU and GB, of 1,024 MiB each, as Fargate bills them. */
export interface Amount {
  readonly vcpu: number;
  readonly gigabytes: number;
}

/** US dollars. */
export interface Prices {
  readonly vcpuHour: number;
  readonly gigabyteHour: number;
}

/**
 * Of us-east-1, Linux/x86, as of 2026; other regions differ by 10 to 30 % and keep about the same ratio of the two.
 * Source: AWS, Fargate pricing.
 */
export const PUBLIC_PRICES: Prices = { vcpuHour: 0.04048, gigabyteHour: 0.004445 };

export function hourlyPrice({ vcpu, gigabytes }: Amount, { vcpuHour, gigabyteHour }: Prices): number {
  return vcpu * vcpuHour + gigabytes * gigabyteHour;
}
