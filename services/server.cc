#include "services/server.h"

#include <google/protobuf/stubs/logging.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/resource_quota.h>

#include <atomic>
#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "indexer/base/codec.h"
#include "indexer/index/index.h"
#include "indexer/store/catalog.h"
#include "indexer/store/rocksdb_store.h"
#include "indexer/text/analyzer.h"
#include "indexer/text/lexicon.h"
#include "services/advice_page.h"
#include "services/directory_service.h"
#include "services/find_services.h"
#include "services/hsds/routes.h"
#include "services/http_api.h"
#include "services/logger.h"
#include "services/map_tiles.h"
#include "services/match_service.h"
#include "services/places.h"
#include "services/policy_service.h"
#include "services/search_service.h"
#include "services/worker_pool.h"

namespace socialekaart {
namespace {

// Bounds that keep one client from harming the others: on messages, headers, streams, threads and memory.
constexpr int kMaxMessageBytes = 4 << 20;
constexpr int kMaxMetadataBytes = 8 << 10;
constexpr int kMaxStreamsPerConnection = 128;
constexpr int kMaxThreads = 192;
constexpr size_t kMaxRequestMemory = 256u << 20;
constexpr int kKeepalive_ms = 60'000;
constexpr int kKeepaliveTimeout_ms = 20'000;
constexpr int kMinPingInterval_ms = 10'000;
constexpr int kWaitingThreads = 4;
constexpr size_t kMaxWaiting = 256;

constexpr char kSearchName[] = "socialekaart.v1.SearchService";
constexpr char kDirectoryName[] = "socialekaart.v1.DirectoryService";
constexpr char kMatchName[] = "socialekaart.v1.MatchService";
constexpr char kPolicyName[] = "socialekaart.v1.PolicyService";

// Makes the folder when there is none. Refuses one that holds other things, or has lost its store: that would be an empty start.
absl::Status PrepareDataDir(const std::filesystem::path& data_dir) {
  namespace fs = std::filesystem;
  std::error_code error;
  fs::create_directories(data_dir, error);
  if (error) return absl::FailedPreconditionError(absl::StrCat("making the folder ", data_dir.string(), ": ", error.message()));
  const bool is_empty = fs::is_empty(data_dir, error);
  if (error) return absl::FailedPreconditionError(absl::StrCat("reading the folder ", data_dir.string(), ": ", error.message()));
  const fs::path store = data_dir / "store";
  if (!is_empty && (!fs::exists(store, error) || fs::is_empty(store, error))) {
    return absl::FailedPreconditionError(absl::StrCat(data_dir.string(), " is not empty and holds no store: restore the folder store, or name another --data-dir"));
  }
  return absl::OkStatus();
}

}  // namespace

// In the order they are opened; closed in the other.
struct Server::Parts {
  Config config;
  std::vector<gateway::EmbeddedFile> page;
  std::string index_html;  // of the page, when it is not as it was built
  std::unique_ptr<const Taxonomy> taxonomy;
  std::unique_ptr<const Analyzer> analyzer;
  std::unique_ptr<LiveMatcher> live_matcher;
  std::shared_ptr<const Matcher> matcher;  // as it was at the start: for what does not look at the policy
  data::v1::Ranking ranking;
  std::unique_ptr<Store> store;
  std::unique_ptr<Places> places;
  std::unique_ptr<Catalog> catalog;
  std::unique_ptr<Index> index;
  std::unique_ptr<WorkerPool> waiting;
  std::unique_ptr<DirectoryServiceImpl> directory;
  std::unique_ptr<SearchServiceImpl> search;
  std::unique_ptr<MatchServiceImpl> match;
  std::unique_ptr<PolicyServiceImpl> policy;
  std::unique_ptr<hsds_api::HsdsApi> hsds;
  std::string profile;  // of HSDS: data/PROFILE.md
  std::unique_ptr<grpc::Server> grpc;
  std::unique_ptr<gateway::Gateway> http;
  std::string address;
  std::atomic<bool> searches_answered{false};
  bool stopped = false;

  absl::Status Open();
  absl::Status Listen();
  absl::Status ListenForHttp();
  void AddMapTiles(gateway::SiteOptions* site);
  void OnIndexState(Index::State state, bool serving, const std::string& what);
};

absl::Status Server::Parts::Open() {
  auto loaded = Taxonomy::Load(config.data_files + "/taxonomy.textproto");
  if (!loaded.ok()) return loaded.status();
  taxonomy = *std::move(loaded);
  auto dutch = LoadDutchAnalyzer(FindLexicon());
  if (!dutch.ok()) return dutch.status();
  analyzer = *std::move(dutch);
  auto loaded_matcher = LiveMatcher::Load(config.data_files, *analyzer);
  if (!loaded_matcher.ok()) return loaded_matcher.status();
  live_matcher = *std::move(loaded_matcher);
  matcher = live_matcher->Get();
  auto weights = LoadRanking(config.data_files + "/ranking.textproto");
  if (!weights.ok()) return weights.status();
  ranking = *std::move(weights);

  const std::filesystem::path data_dir(config.data_dir);
  if (absl::Status status = PrepareDataDir(data_dir); !status.ok()) return status;
  auto opened = OpenRocksDbStore((data_dir / "store").string());
  if (!opened.ok()) return opened.status();
  store = *std::move(opened);
  auto gazetteer = Places::Load(config.data_files, *store);
  if (!gazetteer.ok()) return gazetteer.status();
  places = *std::move(gazetteer);
  catalog = std::make_unique<Catalog>(*store, *taxonomy);
  const IndexingRules rules{*analyzer, *taxonomy, ranking};
  index = std::make_unique<Index>((data_dir / "index").string(), *store, rules, places->gazetteer(),
                                  [this](Index::State state, bool serving, const std::string& what) { OnIndexState(state, serving, what); });
  waiting = std::make_unique<WorkerPool>(kWaitingThreads, kMaxWaiting);
  directory = std::make_unique<DirectoryServiceImpl>(*store, *catalog, *index, *places, *taxonomy, matcher->masker());
  search = std::make_unique<SearchServiceImpl>(*index, *places, rules, *live_matcher, *waiting);
  match = std::make_unique<MatchServiceImpl>(*live_matcher, *index, *places, *store);
  policy = std::make_unique<PolicyServiceImpl>(*live_matcher);
  auto text = ReadFile(config.data_files + "/PROFILE.md");
  if (!text.ok()) return text.status();
  profile = *std::move(text);
  hsds = std::make_unique<hsds_api::HsdsApi>(*store, *taxonomy, *places, [this, rules](const std::string& asked) {
    return FindServices(asked, *index, rules, *places, *live_matcher->Get());
  });
  return absl::OkStatus();
}

absl::Status Server::Parts::Listen() {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ResourceQuota quota("socialekaartd");
  quota.Resize(kMaxRequestMemory).SetMaxThreads(kMaxThreads);
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort(config.listen, grpc::InsecureServerCredentials(), &port);
  builder.SetResourceQuota(quota);
  builder.SetMaxReceiveMessageSize(kMaxMessageBytes);
  builder.SetMaxSendMessageSize(kMaxMessageBytes);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMaxMetadataBytes);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kMaxStreamsPerConnection);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepalive_ms);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeout_ms);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, kMinPingInterval_ms);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);  // two servers on one port would share it in silence
  builder.RegisterService(directory.get());
  builder.RegisterService(search.get());
  builder.RegisterService(match.get());
  builder.RegisterService(policy.get());
  grpc = builder.BuildAndStart();
  if (grpc == nullptr || port == 0) {
    return absl::FailedPreconditionError(absl::StrCat("listening on ", config.listen, " failed: is the port in use?"));
  }
  address = absl::StrCat(config.listen.substr(0, config.listen.rfind(':')), ":", port);
  for (const char* name : {kDirectoryName, kMatchName, kPolicyName}) grpc->GetHealthCheckService()->SetServingStatus(name, true);
  grpc->GetHealthCheckService()->SetServingStatus(kSearchName, false);
  if (absl::Status status = ListenForHttp(); !status.ok()) return status;
  // Searches are refused until the index is open; the health check says so meanwhile.
  index->Start();
  return absl::OkStatus();
}

absl::Status Server::Parts::ListenForHttp() {
  if (config.http_listen.empty()) return absl::OkStatus();
  gateway::GatewayOptions options{.listen = config.http_listen};
  options.limits.max_connections = config.http_max_connections;
  options.limits.max_body_bytes = static_cast<size_t>(config.http_max_body_kib) << 10;
  options.limits.head = absl::Seconds(config.http_head_seconds);
  options.limits.body = absl::Seconds(config.http_body_seconds);
  options.limits.idle = absl::Seconds(config.http_idle_seconds);
  // Beyond this machine the names are those that a person gave; when none were, what stands in front decides.
  options.site = {.cors_origins = config.http_cors_origins, .open_path = config.http_hsds_open ? hsds_api::kPath : "", .hosts = config.http_hosts,
                  .any_host = config.allow_remote && config.http_hosts.empty()};
  AddMapTiles(&options.site);
  gateway::Api api = HttpApi(*directory, *search, *match, *policy);
  api.routes = gateway::AssetRoutes(page);
  api.routes.push_back(AdviceRoute(*match, page));
  api.routes.push_back(AdviceRedirect());
  for (gateway::Route& route : hsds_api::HsdsRoutes(*hsds, profile)) api.routes.push_back(std::move(route));
  api.is_ready = [this] { return searches_answered.load(); };
  api.gauges = {{"socialekaart_store_revision", "Last revision of the store", [this] { return static_cast<double>(store->revision()); }},
                {"socialekaart_index_revision", "Last revision that searches see", [this] { return static_cast<double>(index->revision()); }},
                {"socialekaart_index_serving", "1 while searches are answered", [this] { return searches_answered ? 1.0 : 0.0; }}};
  auto started = gateway::Gateway::Start(options, std::move(api));
  if (!started.ok()) return started.status();
  http = *std::move(started);
  return absl::OkStatus();
}

void Server::Parts::AddMapTiles(gateway::SiteOptions* site) {
  const auto origin = TileOrigin(config.map_tiles);
  if (!origin) return;
  site->image_origin = *origin;
  for (gateway::EmbeddedFile& file : page) {
    if (file.path != "index.html") continue;
    index_html = WithMapTiles(file.content, config.map_tiles, config.map_attribution);
    file = {.path = file.path, .content = index_html};
  }
}

void Server::Parts::OnIndexState(Index::State state, bool serving, const std::string& what) {
  Log(serving ? "info" : "warning", "index", {{"state", Index::StateName(state)}, {"what", what}});
  searches_answered = serving;
  if (grpc != nullptr) grpc->GetHealthCheckService()->SetServingStatus(kSearchName, serving);
}

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Server::~Server() { Stop(); }

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const Config& config, std::vector<gateway::EmbeddedFile> page) {
  auto parts = std::make_unique<Parts>();
  parts->config = config;
  parts->page = std::move(page);
  SetVerbose(config.verbose);
  // The library would write lines of its own to the log, which holds JSON lines alone. What it says comes back as statuses too.
  google::protobuf::SetLogHandler(nullptr);
  if (absl::Status status = parts->Open(); !status.ok()) return status;
  if (absl::Status status = parts->Listen(); !status.ok()) return status;
  return std::unique_ptr<Server>(new Server(std::move(parts)));
}

absl::Status Server::ReloadPolicy() { return parts_->policy->Reload().status(); }

const std::string& Server::address() const { return parts_->address; }

std::string Server::http_address() const { return parts_->http == nullptr ? "" : parts_->http->address(); }

void Server::Stop() {
  if (parts_->stopped) return;
  parts_->stopped = true;
  parts_->grpc->GetHealthCheckService()->SetServingStatus(false);
  parts_->directory->Stop();
  parts_->store->Wake();
  const absl::Time deadline = absl::Now() + absl::Seconds(parts_->config.drain_seconds);
  if (parts_->http != nullptr) parts_->http->BeginStop();
  parts_->grpc->Shutdown(absl::ToChronoTime(deadline));
  parts_->grpc->Wait();
  if (parts_->http != nullptr) parts_->http->Stop(deadline);
  parts_->waiting.reset();
  parts_->index->Stop();
}

}  // namespace socialekaart
