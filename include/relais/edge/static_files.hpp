// The files of our own front ends, read once at start and served from memory: no path of a request ever reaches the disk.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "relais/edge/server.hpp"

namespace relais::edge {

/// For every answer of ours: no guessing of types, no referrer to others, no devices, and HSTS over TLS.
[[nodiscard]] std::vector<Header> security_headers(bool over_tls);

/// Scripts, styles, pictures, sockets and workers of this server only; in no frame.
inline constexpr std::string_view strict_content_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "media-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'";

struct StaticMount {
    std::string path;  // "/" or "/console/": begins and ends with a slash
    std::string folder;
    bool for_foreign_pages = false;                                   // the widget: pages of other origins may load it
    std::string content_policy = std::string(strict_content_policy);  // of its HTML pages
    /// Served for paths without an extension that name no file, so that addresses inside the application work; empty: 404.
    std::string fallback;
};

class StaticFiles {
public:
    static constexpr std::size_t bytes_max = 64u << 20;  // of one mount, variants included

    /// Reads the folder. Symbolic links and names that begin with a dot are left out; "x.js.br" and "x.js.gz" are variants
    /// of "x.js". Throws std::runtime_error naming the folder or file that cannot be read, or that is too much.
    explicit StaticFiles(StaticMount mount);

    /// Nothing when the path is not ours: another handler may know it.
    [[nodiscard]] std::optional<HttpResponse> answer(const HttpRequest& request) const;

    [[nodiscard]] std::size_t files() const { return files_.size(); }

private:
    using Bytes = std::shared_ptr<const std::string>;
    struct File {
        std::string content_type;
        std::string etag;  // without quotes
        bool immutable = false;
        Bytes plain;
        Bytes brotli;  // null: none
        Bytes gzip;
    };

    void read_folder();
    [[nodiscard]] const File* find(const std::string& path) const;
    [[nodiscard]] HttpResponse serve(const File& file, const HttpRequest& request) const;

    StaticMount mount_;
    std::map<std::string, File> files_;  // by path below the mount
};

/// Whether Accept-Encoding takes this coding (RFC 9110, 12.5.3).
[[nodiscard]] bool accepts_encoding(std::string_view accept_encoding, std::string_view coding);
/// "index-BxYz12Ab.js": the name changes with the content.
[[nodiscard]] bool is_hashed_name(std::string_view file_name);
[[nodiscard]] std::string_view content_type_of(std::string_view file_name);

}  // namespace relais::edge
