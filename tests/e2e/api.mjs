// The API through @grpc/grpc-js, from the protos as they stand: no code of the program.
import {existsSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';
import googleProtoFiles from 'google-proto-files';
import protobuf from 'protobufjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const options = {keepCase: true, longs: Number, enums: String, defaults: true, arrays: true, oneofs: true};
const messageBytes = 64 * 1024 * 1024; // what this client takes; the server has a limit of its own

const loaded = grpc.loadPackageDefinition(
  loader.loadSync(
    ['directory_service', 'search_service', 'match_service', 'policy_service'].map((name) => `socialekaart/v1/${name}.proto`),
    {
      ...options,
      includeDirs: [path.join(root, 'proto')],
    },
  ),
).socialekaart.v1;

// Debian's package grpc-proto.
const grpcProto = '/usr/share/grpc-proto';
const load = (file) => grpc.loadPackageDefinition(loader.loadSync(file, {...options, includeDirs: [grpcProto]}));
export const hasGrpcProto = existsSync(path.join(grpcProto, 'grpc/health/v1/health.proto'));
const health = hasGrpcProto ? load('grpc/health/v1/health.proto').grpc.health.v1 : undefined;
const reflection = hasGrpcProto ? load('grpc/reflection/v1alpha/reflection.proto').grpc.reflection.v1alpha : undefined;

// google.rpc.Status and its details, which travel beside an error.
const rpcFiles = googleProtoFiles.getProtoPath('rpc');
const rpcRoot = new protobuf.Root();
rpcRoot.resolvePath = (_, target) => (path.isAbsolute(target) ? target : path.join(rpcFiles, '../..', target));
rpcRoot.loadSync([path.join(rpcFiles, 'status.proto'), path.join(rpcFiles, 'error_details.proto')]);
const rpcStatus = rpcRoot.lookupType('google.rpc.Status');
const details = Object.fromEntries(
  ['ErrorInfo', 'BadRequest', 'RetryInfo'].map((name) => [
    `type.googleapis.com/google.rpc.${name}`,
    rpcRoot.lookupType(`google.rpc.${name}`),
  ]),
);

// A failed call: `codeName` "ABORTED", `reason` "ETAG_MISMATCH" or as the proto spells it, `violations` [{field, description}].
function explain(error) {
  error.codeName = Object.keys(grpc.status).find((name) => grpc.status[name] === error.code && Number.isNaN(Number(name)));
  error.violations = [];
  const bytes = error.metadata?.get('grpc-status-details-bin')?.[0];
  if (!bytes) return error;
  for (const any of rpcStatus.decode(bytes).details) {
    const detail = details[any.type_url]?.decode(any.value);
    if (detail?.reason) Object.assign(error, {reason: detail.reason, domain: detail.domain});
    if (detail?.fieldViolations) error.violations.push(...detail.fieldViolations.map(({field, description}) => ({field, description})));
    if (detail?.retryDelay) error.retryDelay = Number(detail.retryDelay.seconds) + detail.retryDelay.nanos / 1e9;
  }
  return error;
}

// One method as a function. Unary: a promise of the response. Server stream: a promise of all messages. Client stream and both: the
// call, and a promise of what comes back. `deadlineMs` and `onCall` (gets the call itself) in the second argument.
function method(client, {path: fullPath, requestStream, responseStream, originalName}) {
  const name = originalName ?? fullPath.split('/').pop();
  const settings = ({deadlineMs = 60_000} = {}) => ({deadline: Date.now() + deadlineMs});
  const collect = (call) =>
    new Promise((resolve, reject) => {
      const messages = [];
      call.on('data', (message) => messages.push(message));
      call.on('end', () => resolve(messages));
      call.on('error', (error) => reject(Object.assign(explain(error), {messages})));
    });
  const unary = (start) => {
    let call;
    const response = new Promise((resolve, reject) => {
      call = start((error, answer) => (error ? reject(explain(error)) : resolve(answer)));
    });
    return {call, response};
  };
  if (requestStream && responseStream) {
    return (extra) => {
      const call = client[name](new grpc.Metadata(), settings(extra));
      return {call, responses: collect(call)};
    };
  }
  if (requestStream) return (extra) => unary((done) => client[name](new grpc.Metadata(), settings(extra), done));
  if (responseStream) {
    return (request, extra) => {
      const call = client[name](request, new grpc.Metadata(), settings(extra));
      extra?.onCall?.(call);
      return collect(call);
    };
  }
  return (request, extra) => {
    const {call, response} = unary((done) => client[name](request, new grpc.Metadata(), settings(extra), done));
    extra?.onCall?.(call);
    return response;
  };
}

function methodsOf(Client, address) {
  const client = new Client(address, grpc.credentials.createInsecure(), {
    'grpc.max_receive_message_length': messageBytes,
    'grpc.max_send_message_length': messageBytes,
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.max_reconnect_backoff_ms': 500,
    'grpc.use_local_subchannel_pool': 1, // no state of a server that was there before on this port
  });
  const methods = {close: () => client.close()};
  for (const [name, definition] of Object.entries(Client.service)) methods[name] = method(client, {...definition, originalName: name});
  return methods;
}

export function connect(address) {
  const clients = {
    directory: methodsOf(loaded.DirectoryService, address),
    search: methodsOf(loaded.SearchService, address),
    match: methodsOf(loaded.MatchService, address),
    policy: methodsOf(loaded.PolicyService, address),
  };
  if (hasGrpcProto) {
    clients.health = methodsOf(health.Health, address);
    clients.reflection = methodsOf(reflection.ServerReflection, address);
  }
  return {...clients, close: () => Object.values(clients).forEach((client) => client.close())};
}

// How a method is called: "/socialekaart.v1.SearchService/SearchServices", whether it streams, and its messages to bytes and back.
export function definition(method) {
  const [service, name] = method.split('.');
  const {path: fullPath, requestStream, responseStream, requestSerialize, responseDeserialize} = loaded[service].service[name];
  return {path: fullPath, isUnary: !requestStream && !responseStream, requestSerialize, responseDeserialize};
}

// Every method of the contract: "SearchService.SearchServices", ...
export function contract() {
  const names = [];
  for (const service of ['DirectoryService', 'SearchService', 'MatchService', 'PolicyService']) {
    for (const name of Object.keys(loaded[service].service)) names.push(`${service}.${name}`);
  }
  return names;
}
