import { capacityOf, parseCapacity } from '../fargate/capacity.ts';
import { type Amount, provisionedAmount, requestedAmount } from '../fargate/cost.ts';
import { effectiveRequests } from '../fargate/requests.ts';
import type { JudgedPod } from './judge.ts';
import type { AuditedPod } from './report/report.ts';
import { AUDIT_CODES } from './result.ts';
import { rounded } from './totals.ts';

/** What is kept of a pod once it is judged. */
export function auditedPod(judged: JudgedPod): AuditedPod {
  const { clusterPod, verdict, placement, prediction } = judged;
  return {
    name: clusterPod.name,
    result: AUDIT_CODES[verdict.code].result,
    ...verdict,
    placement: placement.kind,
    ...('nodeName' in placement ? { node: placement.nodeName } : {}),
    ...('profileName' in placement && placement.profileName !== undefined ? { profile: placement.profileName } : {}),
    ...(prediction.kind === 'fargate' ? { predictedProfile: prediction.profile.name } : {}),
    requested: requestedBy(judged),
    ...provisionedFor(judged),
  };
}

function requestedBy({ clusterPod }: JudgedPod): Amount {
  const requests = effectiveRequests(clusterPod.pod);
  return requests.kind === 'requests' ? rounded(requestedAmount(requests)) : { vcpu: 0, gigabytes: 0 };
}

/** EKS writes what it bills on the pod; where it has not, the forecast is the best there is. */
function provisionedFor({ clusterPod, placement }: JudgedPod): Pick<AuditedPod, 'provisioned' | 'isForecast'> {
  if (placement.kind !== 'fargate' || !placement.isByEks) return {};
  const told = parseCapacity(clusterPod.provisioned ?? '');
  if (told !== undefined) return { provisioned: provisionedAmount(told) };
  const forecast = capacityOf(clusterPod.pod);
  return forecast.kind === 'provisioned' ? { provisioned: provisionedAmount(forecast), isForecast: true } : {};
}
