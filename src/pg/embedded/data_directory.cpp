#include "pg/embedded/data_directory.hpp"

#include <filesystem>
#include <fstream>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace relais::pg {
namespace {

namespace fs = std::filesystem;

constexpr const char* debian_programs = "/usr/lib/postgresql/";
constexpr const char* preferred_version = "15";

// Sizes for one machine that also runs the daemon. Durability stays as PostgreSQL ships it. The log must not hold what
// visitors wrote: terse leaves the failing row out.
constexpr const char* settings = R"(
# --- Relais ---
fsync = on
synchronous_commit = on
full_page_writes = on
shared_buffers = 128MB
max_connections = 50
max_wal_size = 1GB
checkpoint_timeout = 10min
checkpoint_completion_target = 0.9
wal_compression = on
recovery_init_sync_method = syncfs
autovacuum_naptime = 20s
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
log_min_messages = warning
log_error_verbosity = terse
log_min_error_statement = panic
)";

std::string first_line(const std::string& path) {
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    return line;
}

bool has_programs(const std::string& folder) {
    return ::access((folder + "/postgres").c_str(), X_OK) == 0 && ::access((folder + "/initdb").c_str(), X_OK) == 0;
}

/// "15" of "postgres (PostgreSQL) 15.8 (Debian ...)".
std::string major_version(const std::string& folder) {
    Launch ask;
    ask.program = folder + "/postgres";
    ask.arguments = {"--version"};
    const auto text = output_of(ask);
    const std::size_t begin = text ? text->find_first_of("0123456789") : std::string::npos;
    if (begin == std::string::npos) return "";
    return text->substr(begin, text->find_first_not_of("0123456789", begin) - begin);
}

std::string told_by_pg_config() {
    Launch ask;
    ask.program = "/usr/bin/pg_config";
    ask.arguments = {"--bindir"};
    std::string folder = output_of(ask).value_or("");
    while (!folder.empty() && folder.back() == '\n') folder.pop_back();
    return folder;
}

StorageError failed(const std::string& text) { return {StorageProblem::failed, text}; }

bool write_access_rules(const std::string& data, const Identity& owner) {
    std::ofstream rules(data + "/pg_hba.conf", std::ios::trunc);
    rules << "# Only over our own socket, only as who one is (pg_ident.conf).\nlocal all all peer map=relais\n";
    std::ofstream names(data + "/pg_ident.conf", std::ios::trunc);
    names << "# map system-user database-user\nrelais root relais\nrelais relais relais\n";
    if (owner.name != "root" && owner.name != "relais") names << "relais \"" << owner.name << "\" relais\n";
    std::ofstream configuration(data + "/postgresql.conf", std::ios::app);
    configuration << settings;
    rules.close();
    names.close();
    configuration.close();
    return rules.good() && names.good() && configuration.good();
}

}  // namespace

Result<std::string, StorageError> find_programs(const ClusterOptions& options) {
    const std::string made_by = first_line(data_of(options.places) + "/PG_VERSION");
    std::vector<std::string> candidates{options.programs};
    if (options.programs.empty()) {
        candidates.clear();
        if (!made_by.empty()) candidates.push_back(debian_programs + made_by + "/bin");
        candidates.push_back(std::string(debian_programs) + preferred_version + "/bin");
        candidates.push_back(told_by_pg_config());
    }
    for (const std::string& folder : candidates) {
        if (!has_programs(folder)) continue;
        const std::string version = major_version(folder);
        if (version.empty()) return failed(folder + "/postgres does not run");
        if (!made_by.empty() && made_by != version) {
            return failed("the data in " + data_of(options.places) + " were made by PostgreSQL " + made_by +
                          ", here is " + version + ": install PostgreSQL " + made_by +
                          ", or move the data with pg_upgrade or a dump");
        }
        return folder;
    }
    return failed("PostgreSQL's programs are not there (looked in " + (candidates.empty() ? "" : candidates.front()) +
                  "): install postgresql-15, or configure database.url");
}

Result<bool, StorageError> make_data(const ClusterPlaces& places, const std::string& programs, const Identity& owner) {
    const std::string data = data_of(places);
    std::error_code error;
    const bool there = fs::exists(data + "/PG_VERSION", error);
    if (error) {
        return failed("cannot look into " + data + ": " + error.message() + ": it must belong to user " + owner.name +
                      ", mode 0700");
    }
    if (there) return false;
    const std::string unfinished = data + ".new";
    fs::remove_all(unfinished, error);
    fs::remove(data,
               error);  // an empty folder would stand in the way of the rename; a full one stays and the rename fails
    Launch make;
    make.program = programs + "/initdb";
    make.arguments = {
        "-D", unfinished, "-U", "relais", "-A", "peer", "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums"};
    make.folder = places.base;
    make.output = log_of(places);
    if (::geteuid() == 0) make.identity = owner;
    const std::uintmax_t before = size_of(make.output);
    if (const int code = run_to_end(make); code != 0) {
        return failed("initdb ended with " + std::to_string(code) + ": " + last_line(make.output, before));
    }
    if (!write_access_rules(unfinished, owner)) return failed("cannot write the settings in " + unfinished);
    fs::rename(unfinished, data, error);
    if (error) return failed("cannot rename " + unfinished + ": " + error.message());
    return true;
}

std::optional<PostmasterFile> read_postmaster_file(const std::string& data) {
    // Lines: process, data directory, start time, port, socket folder, TCP address, shared memory, status.
    std::ifstream file(data + "/postmaster.pid");
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    if (lines.empty() || lines[0].empty() || lines[0].find_first_not_of("0123456789") != std::string::npos)
        return std::nullopt;
    PostmasterFile found;
    found.process = static_cast<pid_t>(std::stol(lines[0].substr(0, 9)));
    if (lines.size() > 4) found.sockets = lines[4];
    if (lines.size() > 7) found.stopping = lines[7].starts_with("stopping");
    return found;
}

bool serves(pid_t process, const std::string& data) {
    if (!is_alive(process)) return false;
    const std::string base = "/proc/" + std::to_string(process);
    std::error_code error;
    if (first_line(base + "/comm") != "postgres") return false;
    return fs::equivalent(fs::read_symlink(base + "/cwd", error), data, error) && !error;
}

std::uintmax_t size_of(const std::string& path) {
    std::error_code error;
    const std::uintmax_t size = fs::file_size(path, error);
    return error ? 0 : size;
}

std::string last_line(const std::string& log, std::uintmax_t offset) {
    std::ifstream file(log);
    file.seekg(static_cast<std::streamoff>(offset));
    std::string last;
    for (std::string line; std::getline(file, line);) {
        if (!line.empty()) last = line;
    }
    return last.empty() ? "nothing in " + log : last;
}

}  // namespace relais::pg
