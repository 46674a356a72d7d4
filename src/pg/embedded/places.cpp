// Where the embedded cluster lives, and as whom.
#include "pg/embedded/places.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <functional>
#include <grp.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace relais {
namespace {

// sun_path holds 107 bytes and the end; PostgreSQL adds "/.s.PGSQL.5432".
constexpr std::size_t socket_folder_max = 93;

std::string environment(const char* name) {
    const char* const value = std::getenv(name);
    return value == nullptr ? "" : value;
}

/// Short and the same at every start for the same base.
std::string short_name(const std::string& base) {
    constexpr std::string_view hex = "0123456789abcdef";
    std::uint64_t mixed = 0xcbf29ce484222325ULL;  // FNV-1a: the standard's hash may differ between builds
    for (const char c : base) mixed = (mixed ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    std::string name = "relais-" + std::to_string(::geteuid()) + "-";
    for (int i = 0; i < 8; ++i) name.push_back(hex[(mixed >> (4 * i)) & 15]);
    return name;
}

StorageError failed(const std::string& what, const std::string& path, int number) {
    return {StorageProblem::failed, what + " " + path + ": " + std::strerror(number)};
}

struct Done {};

/// The folder itself must be ours and nobody else's: another user's folder of the same name in /tmp is refused.
Result<Done, StorageError> make_folder(const std::string& path, const pg::Identity& owner) {
    std::error_code error;
    std::filesystem::create_directories(std::filesystem::path(path).parent_path(), error);
    if (error) return failed("cannot make the folder above", path, error.value());
    if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return failed("cannot make", path, errno);
    if (::geteuid() == 0 && ::lchown(path.c_str(), owner.user, owner.group) != 0)
        return failed("cannot give away", path, errno);
    struct stat found {};
    if (::lstat(path.c_str(), &found) != 0) return failed("cannot look at", path, errno);
    if (!S_ISDIR(found.st_mode) || found.st_uid != owner.user) {
        return StorageError{StorageProblem::failed, path + " is not a folder of user " + owner.name};
    }
    if (::chmod(path.c_str(), 0700) != 0) return failed("cannot close to others", path, errno);
    return Done{};
}

Result<pg::Identity, StorageError> system_user(const std::string& name) {
    if (const auto known = pg::identity_of(name)) return *known;
    pg::Launch make;
    make.program = "/usr/sbin/useradd";
    make.arguments = {"--system", "--no-create-home", "--shell", "/usr/sbin/nologin", name};
    const int code = pg::run_to_end(make);
    if (const auto made = pg::identity_of(name)) return *made;
    return StorageError{StorageProblem::failed,
                        "cannot make the system user " + name + " (useradd ended with " + std::to_string(code) + ")"};
}

}  // namespace

ClusterPlaces places_under(const std::string& base) {
    ClusterPlaces places{base, base + "/run"};
    if (places.sockets.size() <= socket_folder_max) return places;
    const std::string runtime = environment("XDG_RUNTIME_DIR");
    places.sockets = runtime + "/" + short_name(base);
    if (runtime.empty() || ::geteuid() == 0 || places.sockets.size() > socket_folder_max)
        places.sockets = "/tmp/" + short_name(base);
    return places;
}

ClusterPlaces default_places() {
    if (::geteuid() == 0) return {"/var/lib/relais", "/run/relais"};
    std::string state = environment("XDG_STATE_HOME");
    if (state.empty()) state = environment("HOME") + "/.local/state";
    return places_under(state + "/relais");
}

namespace pg {

Result<Identity, StorageError> make_places(const ClusterPlaces& places, const std::string& user) {
    if (places.sockets.size() > socket_folder_max) {
        return StorageError{StorageProblem::failed, "the socket folder " + places.sockets + " is longer than 93 bytes"};
    }
    Result<Identity, StorageError> owner =
        ::geteuid() == 0 ? system_user(user) : Result<Identity, StorageError>(own_identity());
    if (!owner) return owner;
    for (const std::string& path : {places.base, places.sockets}) {
        if (const auto made = make_folder(path, owner.value()); !made) return made.error();
    }
    return owner;
}

}  // namespace pg

Result<Dropped, StorageError> drop_privileges(const ClusterPlaces& places, const std::string& user) {
    const bool was_root = ::geteuid() == 0;
    const auto made = pg::make_places(places, user);
    if (!made) return made.error();
    const pg::Identity& owner = made.value();
    if (was_root) {
        if (::setgroups(0, nullptr) != 0 || ::setgid(owner.group) != 0 || ::setuid(owner.user) != 0) {
            return failed("cannot become user", owner.name, errno);
        }
        if (::chdir(places.base.c_str()) != 0) return failed("cannot go to", places.base, errno);
        // libpq reads files below it, and takes one that it may not even look for, as in root's, for an error.
        ::setenv("HOME", places.base.c_str(), 1);
    }
    return Dropped{was_root, owner.name};
}

}  // namespace relais
