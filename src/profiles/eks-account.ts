import {
  DescribeAccessEntryCommand,
  DescribeClusterCommand,
  DescribeFargateProfileCommand,
  EKSClient,
} from '@aws-sdk/client-eks';
import { type AwsClientOptions, awsClientConfig } from './aws-client.ts';

/** What EKS says about a cluster beside the selectors of its profiles: answers of the SDK as they are, and its errors. */
export interface EksAccountApi {
  describeCluster(abortSignal: AbortSignal): Promise<unknown>;
  describeProfile(fargateProfileName: string, abortSignal: AbortSignal): Promise<unknown>;
  describeAccessEntry(principalArn: string, abortSignal: AbortSignal): Promise<unknown>;
}

export function createEksAccountApi(clusterName: string, options: AwsClientOptions): EksAccountApi {
  const client = new EKSClient(awsClientConfig(options));
  return {
    describeCluster: (abortSignal) => client.send(new DescribeClusterCommand({ name: clusterName }), { abortSignal }),
    describeProfile: (fargateProfileName, abortSignal) =>
      client.send(new DescribeFargateProfileCommand({ clusterName, fargateProfileName }), { abortSignal }),
    describeAccessEntry: (principalArn, abortSignal) =>
      client.send(new DescribeAccessEntryCommand({ clusterName, principalArn }), { abortSignal }),
  };
}
