import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';
import type { Field } from '../../documents/field.ts';
import { type AwsClientOptions, awsClientConfig } from '../../profiles/aws-client.ts';
import type { VcpuQuota } from '../facts.ts';
import { VCPU_QUOTA } from '../quota.ts';
import type { AwsCalls } from './aws-calls.ts';

/** That of the account; where none is applied, the default of AWS. Source: Service Quotas API reference, GetServiceQuota. */
export async function readVcpuQuota(calls: AwsCalls, options: AwsClientOptions): Promise<VcpuQuota | undefined> {
  const client = new ServiceQuotasClient(awsClientConfig(options));
  const quota = { ServiceCode: VCPU_QUOTA.serviceCode, QuotaCode: VCPU_QUOTA.quotaCode };
  const applied = await calls.read('servicequotas:GetServiceQuota', {
    send: (abortSignal) => client.send(new GetServiceQuotaCommand(quota), { abortSignal }),
    parse: valueIn,
    absent: { error: 'NoSuchResourceException', result: 'none' },
  });
  if (applied !== 'none') return applied === undefined ? undefined : { vcpus: applied, isDefault: false };
  const vcpus = await calls.read('servicequotas:GetAWSDefaultServiceQuota', {
    send: (abortSignal) => client.send(new GetAWSDefaultServiceQuotaCommand(quota), { abortSignal }),
    parse: valueIn,
  });
  return vcpus === undefined || vcpus === 'none' ? undefined : { vcpus, isDefault: true };
}

function valueIn(answer: Field): number | 'none' {
  return answer.get('Quota').get('Value').number() ?? 'none';
}
