#include "relais/edge/static_files.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "edge/websocket/accept_key.hpp"

namespace relais::edge {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view hex_digits = "0123456789abcdef";

std::string content_hash(const std::string& content) {
    std::string text;
    for (const std::uint8_t byte : websocket::sha1(content)) {
        text += hex_digits[byte >> 4U];
        text += hex_digits[byte & 0xFU];
    }
    return text.substr(0, 20);
}

std::shared_ptr<const std::string> read_file(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::string content{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (!file) throw std::runtime_error("cannot read " + path.string());
    return std::make_shared<const std::string>(std::move(content));
}

/// True when If-None-Match names this tag, or any (RFC 9110, 13.1.2: compared weakly).
bool matches(std::string_view if_none_match, std::string_view quoted_tag) {
    if (if_none_match == "*") return true;
    return if_none_match.find(quoted_tag) != std::string_view::npos;
}

}  // namespace

std::vector<Header> security_headers(bool over_tls) {
    std::vector<Header> headers{
        {"x-content-type-options", "nosniff"},
        {"referrer-policy", "no-referrer"},
        {"permissions-policy", "camera=(), microphone=(), geolocation=(), payment=()"},
    };
    if (over_tls) headers.push_back({"strict-transport-security", "max-age=31536000"});
    return headers;
}

StaticFiles::StaticFiles(StaticMount mount) : mount_(std::move(mount)) {
    if (!mount_.path.starts_with('/') || !mount_.path.ends_with('/')) {
        throw std::runtime_error("the path of static files begins and ends with a slash: '" + mount_.path + "'");
    }
    try {
        read_folder();
    } catch (const fs::filesystem_error& error) {
        throw std::runtime_error("cannot read the folder " + mount_.folder + ": " + error.code().message());
    }
}

void StaticFiles::read_folder() {
    std::map<std::string, Bytes> variants;
    std::size_t bytes = 0;
    for (auto at = fs::recursive_directory_iterator(mount_.folder); at != fs::end(at); ++at) {
        const std::string name = at->path().filename().string();
        if (name.starts_with('.')) {
            if (at->is_directory()) at.disable_recursion_pending();
            continue;
        }
        if (at->is_symlink() || !at->is_regular_file()) continue;
        Bytes content = read_file(at->path());
        bytes += content->size();
        if (bytes > bytes_max) throw std::runtime_error("too much in " + mount_.folder + ": over 64 MiB");

        const std::string path = at->path().lexically_relative(mount_.folder).generic_string();
        if (name.ends_with(".br") || name.ends_with(".gz")) {
            variants[path] = std::move(content);
            continue;
        }
        File file{std::string(content_type_of(name)),
                  content_hash(*content),
                  is_hashed_name(name),
                  nullptr,
                  nullptr,
                  nullptr};
        file.plain = std::move(content);
        files_.emplace(path, std::move(file));
    }
    for (auto& [path, content] : variants) {
        const auto of = files_.find(path.substr(0, path.size() - 3));
        if (of == files_.end()) continue;
        (path.ends_with(".br") ? of->second.brotli : of->second.gzip) = std::move(content);
    }
}

const StaticFiles::File* StaticFiles::find(const std::string& path) const {
    const bool folder = path.empty() || path.ends_with('/');
    auto found = files_.find(folder ? path + "index.html" : path);
    // The address of a page, not of a file that is missing, nor of somebody who tries his luck.
    const bool page = std::ranges::all_of(path, [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
               (letter >= '0' && letter <= '9') || letter == '/' || letter == '-' || letter == '_';
    });
    if (found == files_.end() && !mount_.fallback.empty() && page) found = files_.find(mount_.fallback);
    return found == files_.end() ? nullptr : &found->second;
}

std::optional<HttpResponse> StaticFiles::answer(const HttpRequest& request) const {
    if (request.path + "/" == mount_.path) {
        HttpResponse redirect;
        redirect.status = 308;
        redirect.headers = security_headers(request.over_tls);
        redirect.headers.push_back({"location", mount_.path});
        return redirect;
    }
    if (!request.path.starts_with(mount_.path)) return std::nullopt;
    const File* file = find(request.path.substr(mount_.path.size()));
    if (file == nullptr) return std::nullopt;
    if (request.method == "GET" || request.method == "HEAD") return serve(*file, request);
    HttpResponse refused;
    refused.status = 405;
    refused.headers = security_headers(request.over_tls);
    refused.headers.push_back({"allow", "GET, HEAD"});
    return refused;
}

HttpResponse StaticFiles::serve(const File& file, const HttpRequest& request) const {
    HttpResponse response;
    response.headers = security_headers(request.over_tls);
    const auto add = [&](const char* name, std::string value) { response.headers.push_back({name, std::move(value)}); };

    std::string tag = file.etag;
    response.shared_body = file.plain;
    std::string encoding;
    if (file.brotli && accepts_encoding(request.accept_encoding, "br")) {
        encoding = "br";
        response.shared_body = file.brotli;
    } else if (file.gzip && accepts_encoding(request.accept_encoding, "gzip")) {
        encoding = "gzip";
        response.shared_body = file.gzip;
    }
    if (!encoding.empty()) {
        add("content-encoding", encoding);
        tag += "-" + encoding;
    }
    tag = "\"" + tag + "\"";
    add("etag", tag);
    add("cache-control", file.immutable ? "public, max-age=31536000, immutable" : "no-cache");
    add("content-type", file.content_type);
    if (file.brotli || file.gzip) add("vary", "accept-encoding");
    add("cross-origin-resource-policy", mount_.for_foreign_pages ? "cross-origin" : "same-origin");
    if (mount_.for_foreign_pages)
        add("access-control-allow-origin", "*");  // scripts of type module are fetched with CORS
    if (file.content_type.starts_with("text/html")) {
        add("content-security-policy", mount_.content_policy);
        add("cross-origin-opener-policy", "same-origin");
    }
    if (!matches(request.if_none_match, tag)) return response;
    response.status = 304;
    response.shared_body = nullptr;
    return response;
}

}  // namespace relais::edge
