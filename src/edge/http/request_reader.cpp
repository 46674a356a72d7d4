#include "edge/http/request_reader.hpp"

#include <array>
#include <optional>

#include <boost/beast/core/string.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/http/string_body.hpp>

#include "edge/http/target.hpp"
#include "edge/websocket/accept_key.hpp"

namespace relais::edge::http {
namespace beast = boost::beast::http;

namespace {

using Message = beast::request<beast::string_body>;

/// The values of all headers of that name, joined.
std::string joined(const Message& message, beast::field name, std::string_view separator) {
    std::string all;
    const auto [first, last] = message.equal_range(name);
    for (auto at = first; at != last; ++at) {
        if (!all.empty()) all += separator;
        all += at->value();
    }
    return all;
}

std::string joined(const Message& message, const char* name, std::string_view separator) {
    std::string all;
    const auto [first, last] = message.equal_range(name);
    for (auto at = first; at != last; ++at) {
        if (!all.empty()) all += separator;
        all += at->value();
    }
    return all;
}

/// Headers on which two readers of the same request could disagree.
bool repeats_a_single_header(const Message& message) {
    constexpr std::array once{beast::field::host, beast::field::origin, beast::field::content_type,
                              beast::field::sec_websocket_key, beast::field::sec_websocket_version};
    for (const beast::field name : once) {
        if (message.count(name) > 1) return true;
    }
    return false;
}

/// An encoding that is not exactly `chunked` leaves open where the body ends (RFC 9112, 6.1): somebody in front of us may
/// find another end, and what is behind ours would be a request of his.
bool is_encoded_otherwise(const Message& message) {
    const std::size_t count = message.count(beast::field::transfer_encoding);
    if (count == 0) return false;
    const std::string_view encoding = message[beast::field::transfer_encoding];
    return count > 1 || message.version() != 11 || !boost::beast::iequals(encoding, "chunked");
}

/// 101 for a handshake that may go on, else the status that refuses it (RFC 6455, 4.2).
int check_handshake(const Message& message) {
    const bool upgrade_asked = beast::token_list(message[beast::field::connection]).exists("upgrade");
    if (message.method() != beast::verb::get || message.version() != 11 || !upgrade_asked) return 400;
    if (!message.body().empty() || message.count(beast::field::transfer_encoding) > 0) return 400;
    if (message[beast::field::sec_websocket_version] != "13") return 426;
    return websocket::is_key(message[beast::field::sec_websocket_key]) ? 101 : 400;
}

int refusal_of(const Message& message, const std::optional<Target>& target) {
    const bool has_host = message.count(beast::field::host) == 1;
    if (repeats_a_single_header(message) || is_encoded_otherwise(message) || (!has_host && message.version() == 11) ||
        !target)
        return 400;
    return 0;
}

int status_of(const boost::system::error_code& error) {
    if (error == beast::error::header_limit) return 431;
    return error == beast::error::body_limit ? 413 : 400;
}

}  // namespace

struct RequestReader::Impl {
    beast::request_parser<beast::string_body> parser;
    std::string unread;  // what the parser could not use yet, or what is behind the request
    std::uint32_t header_bytes_max;
    State state = State::head;
    int status = 0;

    void fail(int with) {
        state = State::failed;
        status = with;
    }
};

RequestReader::RequestReader(std::uint32_t header_bytes_max, std::uint32_t body_bytes_max)
    : impl_(std::make_unique<Impl>()) {
    impl_->header_bytes_max = header_bytes_max;
    impl_->parser.header_limit(header_bytes_max);
    impl_->parser.body_limit(body_bytes_max);
    impl_->parser.eager(true);
}

RequestReader::~RequestReader() = default;

RequestReader::State RequestReader::feed(std::string_view bytes) {
    Impl& in = *impl_;
    in.unread.append(bytes);
    if (in.state == State::complete || in.state == State::failed) return in.state;

    boost::system::error_code error;
    while (!in.unread.empty() && !in.parser.is_done()) {
        const std::size_t used = in.parser.put(boost::asio::const_buffer(in.unread.data(), in.unread.size()), error);
        in.unread.erase(0, used);
        if (error || used == 0) break;
    }
    if (error == beast::error::need_more) error = {};
    if (error) {
        in.fail(status_of(error));
    } else if (in.parser.is_done()) {
        in.state = State::complete;
    } else if (in.unread.size() > in.header_bytes_max) {
        in.fail(431);  // a header, or between chunks: extensions and trailers have no bound in the parser
    } else if (in.parser.is_header_done()) {
        in.state = State::body;
    }
    return in.state;
}

RequestReader::State RequestReader::state() const { return impl_->state; }
bool RequestReader::begun() const { return impl_->parser.got_some() || !impl_->unread.empty(); }
int RequestReader::status() const { return impl_->status; }
std::string RequestReader::take_rest() { return std::move(impl_->unread); }

ReadRequest RequestReader::take() {
    Message message = impl_->parser.release();
    ReadRequest read;
    HttpRequest& request = read.request;
    request.method = message.method_string();
    request.target = message.target();
    const std::optional<Target> target = split_target(request.target);
    if (target) {
        request.path = target->path;
        request.query = target->query;
    }
    request.origin = message[beast::field::origin];
    request.host = message[beast::field::host];
    request.cookie = joined(message, beast::field::cookie, "; ");
    request.content_type = message[beast::field::content_type];
    request.accept_encoding = joined(message, beast::field::accept_encoding, ",");
    request.if_none_match = joined(message, beast::field::if_none_match, ",");
    read.forwarded_for = joined(message, "X-Forwarded-For", ",");
    read.forwarded_proto = joined(message, "X-Forwarded-Proto", ",");
    read.keep_alive = message.keep_alive();
    read.http_1_0 = message.version() == 10;
    read.refused = refusal_of(message, target);
    if (beast::token_list(message[beast::field::upgrade]).exists("websocket")) {
        const int status = check_handshake(message);
        read.wants_websocket = true;
        read.websocket_key = message[beast::field::sec_websocket_key];
        if (read.refused == 0 && status != 101) read.refused = status;
    }
    request.body = std::move(message.body());
    return read;
}

}  // namespace relais::edge::http
