#include "edge/http/response_head.hpp"
#include "edge/server/connection.hpp"
#include "edge/server/hub.hpp"
#include "edge/websocket/accept_key.hpp"

namespace relais::edge {

using http::RequestReader;

void Connection::read_request(std::string_view bytes) {
    const bool begun = request_->begun();
    const RequestReader::State before = request_->state();
    const RequestReader::State state = request_->feed(bytes);
    switch (state) {
        case RequestReader::State::head:
            if (!begun) set_deadline(hub_.limits().handshake_max);  // from the first byte, however slow the others
            break;
        case RequestReader::State::body:
            if (before == RequestReader::State::head) set_deadline(hub_.limits().body_max);
            break;
        case RequestReader::State::complete: return handle_request();
        case RequestReader::State::failed: return refuse(request_->status());
    }
}

void Connection::handle_request() {
    http::ReadRequest read = request_->take();
    if (refuse_all_) return refuse(503);
    if (read.refused != 0) return refuse(read.refused);

    HttpRequest& request = read.request;
    TrustedProxies::Origin origin = hub_.proxies().origin_of(peer_, read.forwarded_for, read.forwarded_proto);
    request.address = std::move(origin.address);
    request.over_tls = origin.over_tls;
    request.address_is_limited = origin.limited;
    if (read.wants_websocket) return upgrade(std::move(read));

    phase_ = Phase::asked;
    head_only_ = request.method == "HEAD";
    keep_alive_ = read.keep_alive && !read.http_1_0;
    set_deadline(hub_.limits().answer_max);
    hub_.handler().request(std::move(request), [weak = weak_from_this()](HttpResponse response) {
        if (const std::shared_ptr<Connection> self = weak.lock()) self->respond(std::move(response));
    });
}

void Connection::respond(HttpResponse response) {
    if (phase_ != Phase::asked) return;
    phase_ = Phase::answering;
    keep_alive_ = keep_alive_ && !hub_.is_stopping();
    SharedText body = response.shared_body ? std::move(response.shared_body)
                                           : std::make_shared<const std::string>(std::move(response.body));
    const std::size_t size = body->size();
    queue_.push_raw(std::make_shared<const std::string>(http::response_head(response, size, keep_alive_, hub_.date())));
    const bool without_body = head_only_ || response.status == 204 || response.status == 304;
    if (!without_body) queue_.push_raw(std::move(body));
    set_deadline(hub_.limits().answer_max + std::chrono::seconds{size / answer_bytes_a_second_min});
    flush_soon();
}

void Connection::refuse(int status) {
    ++hub_.figures.refused_requests[status];
    answer_and_end(http::plain_answer(status));
}

void Connection::answer_and_end(HttpResponse response) {
    phase_ = Phase::asked;
    keep_alive_ = false;
    respond(std::move(response));
    drain(drain_max);
    wait_readable();  // the peer may still be sending what we refused
}

void Connection::next_request() {
    const std::string rest = request_->take_rest();
    phase_ = Phase::request;
    request_ = std::make_unique<RequestReader>(hub_.limits().header_bytes_max, hub_.limits().body_bytes_max);
    set_deadline(idle_between_requests_max);
    if (!rest.empty()) read_request(rest);
    // What lay behind the answer may have been the handshake, too.
    if (phase_ == Phase::request || phase_ == Phase::websocket) wait_readable();
}

void Connection::upgrade(http::ReadRequest read) {
    if (hub_.is_full()) {
        ++hub_.figures.refused_full;
        return refuse(503);
    }
    HttpResponse decision = hub_.handler().upgrade(id(), read.request);
    if (decision.status != 101) return answer_and_end(std::move(decision));

    const std::string accept = websocket::accept_key(read.websocket_key);
    queue_.push_raw(std::make_shared<const std::string>(http::switching_head(decision, accept)));
    std::string rest = request_->take_rest();
    request_.reset();
    peer_ = std::string();
    deadline_tick_ = 0;
    phase_ = Phase::websocket;
    all_frames_ = Bucket::full(hub_.limits().frames, Hub::now());
    control_frames_ = Bucket::full(hub_.limits().control_frames, Hub::now());
    hub_.websocket_begun();
    flush_soon();
    hub_.handler().opened(id());
    if (!rest.empty() && phase_ == Phase::websocket) read_frames(rest);
}

}  // namespace relais::edge
