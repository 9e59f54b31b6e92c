import type { Prices } from './cost.ts';

/**
 * US dollars, of Fargate for Linux/x86, which EKS and ECS bill alike. `npm run prices` writes this file from the AWS price list
 * of EKS. Until it has run, the table holds the regions whose entries of the price list, or of the Fargate pricing page,
 * public repositories quote; a price that none of them quotes is absent.
 *
 * Source: AWS price list, usage types `Fargate-vCPU-Hours:perCPU`, `Fargate-GB-Hours`, `Fargate-EphemeralStorage-GB-Hours`.
 */
export const PRICES_AS_OF = '2026';

export const REGIONAL_PRICES: Readonly<Record<string, Prices>> = {
  'ap-northeast-1': { vcpuHour: 0.05056, gigabyteHour: 0.00553, storageGigabyteHour: 0.000133 },
  'eu-central-1': { vcpuHour: 0.04656, gigabyteHour: 0.00511 },
  'eu-west-1': { vcpuHour: 0.04048, gigabyteHour: 0.004445 },
  'eu-west-2': { vcpuHour: 0.04656, gigabyteHour: 0.00511, storageGigabyteHour: 0.000129 },
  'sa-east-1': { vcpuHour: 0.0696, gigabyteHour: 0.0076 },
  'us-east-1': { vcpuHour: 0.04048, gigabyteHour: 0.004445, storageGigabyteHour: 0.000111 },
  'us-east-2': { vcpuHour: 0.04048, gigabyteHour: 0.004445, storageGigabyteHour: 0.000111 },
  'us-west-2': { vcpuHour: 0.04048, gigabyteHour: 0.004445, storageGigabyteHour: 0.000111 },
};
