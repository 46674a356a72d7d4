#include "app/reception.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <sodium.h>

#include "relais/base/log.hpp"
#include "relais/wire/encode.hpp"

namespace relais {

Reception::Reception(edge::Server& server, FloorThread& floor, Outbound& outbound, const Clock& clock,
                     VisitorTokens tokens, ReadLines read_lines, Metrics& metrics, std::string build,
                     edge::SessionLimits limits)
    : server_(server),
      floor_(floor),
      outbound_(outbound),
      clock_(clock),
      tokens_(std::move(tokens)),
      read_lines_(std::move(read_lines)),
      metrics_(metrics),
      build_(std::move(build)),
      sessions_(*this, limits),
      last_tick_(clock.now()) {}

void Reception::open_centre(CentreId centre) {
    couriers_.try_emplace(centre, std::make_unique<Courier>(centre, *this));
}

void Reception::restart_centre(CentreId centre) {
    outbound_.forget(centre);
    sessions_.end_centre(centre);
    couriers_[centre] = std::make_unique<Courier>(centre, *this);
}

Courier* Reception::courier(CentreId centre) {
    const auto found = couriers_.find(centre);
    return found == couriers_.end() ? nullptr : found->second.get();
}

void Reception::drain() {
    Outbound::Taken taken = outbound_.take();
    for (Outbound::Outputs& outputs : taken.outputs) {
        open_centre(outputs.centre);  // a new one may speak before its opening was told here
        courier(outputs.centre)->hold(std::move(outputs.outputs), outputs.now);
    }
    for (const auto& [centre, number] : taken.durable) {
        if (Courier* courier_of = courier(centre)) courier_of->durable(number, clock_.now());
    }
}

void Reception::tick() {
    const Instant now = clock_.now();
    // The process was paused: whoever was silent meanwhile could not be heard (RULES 20).
    if (now - last_tick_ > std::chrono::seconds{2}) sessions_.forgive_silence(now);
    last_tick_ = now;
    sessions_.tick(now);
    if (now - last_figures_ >= std::chrono::seconds{1}) show_figures(now);
    for (auto& [centre, courier_of] : couriers_) courier_of->tick(now);
    for (const Page& page : std::exchange(waiting_pages_, {})) {
        if (!sessions_.has(page.connection)) continue;
        if (now < page.not_before)
            waiting_pages_.push_back(page);
        else
            read_older(page.centre, page.connection, page.conversation, page.after, page.upto);
    }
}

void Reception::show_figures(Instant now) {
    last_figures_ = now;
    Metrics::Edge edge{server_.figures(), server_.sockets(), sessions_.listening(), sessions_.under_way()};
    for (const auto& [centre, courier_of] : couriers_) edge.held += courier_of->held();
    metrics_.edge(edge);
    for (const auto& [code, count] : std::exchange(refused_, {}))
        log::warning("frames_refused", {{"code", code}, {"frames", count}});
}

/// What no client of ours sends is worth a line, but not one a frame.
void Reception::note_refusal(std::string_view code) {
    static constexpr std::array<std::string_view, 9> told{"bad_json",      "bad_frame",   "unknown_kind",
                                                          "wrong_type",    "bad_value",   "missing_field",
                                                          "text_too_long", "not_allowed", "unknown_conversation"};
    if (!code.empty() && std::find(told.begin(), told.end(), code) != told.end()) ++refused_[std::string(code)];
}

void Reception::opened(ConnectionId connection, edge::Visit visit) {
    sessions_.open(connection, std::move(visit), clock_.now());
}
void Reception::opened(ConnectionId connection, edge::Shift shift) {
    sessions_.open(connection, std::move(shift), clock_.now());
}
void Reception::frame(ConnectionId connection, std::string_view text) {
    sessions_.frame(connection, text, clock_.now());
}
void Reception::closed(ConnectionId connection) { sessions_.closed(connection, clock_.now()); }

void Reception::answer_unavailable(ConnectionId connection, std::uint64_t number) {
    // As from the courier: it gives back the command's place among those under way.
    send(connection, std::make_shared<const std::string>(wire::encode_refused(number, Refusal::unavailable, number)));
}

void Reception::send(ConnectionId connection, std::string text) {
    note_refusal(metrics_.sent(text));
    server_.send(connection, std::make_shared<const std::string>(std::move(text)));
}
void Reception::close(ConnectionId connection, int close_code) {
    metrics_.closed(close_code);
    server_.close(connection, close_code);
}
bool Reception::submit(CentreId centre, Command command) { return floor_.submit(centre, std::move(command)); }

void Reception::listen(CentreId centre, ConnectionId connection, EntryPointId entry_point) {
    if (Courier* courier_of = courier(centre)) courier_of->listen(connection, entry_point);
}

void Reception::forget(CentreId centre, ConnectionId connection) {
    if (Courier* courier_of = courier(centre)) courier_of->forget(connection);
}

std::string Reception::site_language(CentreId, SiteId site, const std::string& asked) {
    const CentreSite* found = directory_->by_id(site);
    return found ? language_of(found->site, asked) : "fr";
}

std::optional<EntryPointId> Reception::entry_point(CentreId, SiteId site, const std::string& language) {
    const CentreSite* found = directory_->by_id(site);
    if (!found) return std::nullopt;
    const EntryPointId entry_point = found->site.entry_point_for(language);
    return entry_point.is_nil() ? std::nullopt : std::optional{entry_point};
}

AvailabilityFrame Reception::availability(CentreId centre, EntryPointId entry_point) {
    const Courier* courier_of = courier(centre);
    return courier_of ? courier_of->availability_of(entry_point)
                      : AvailabilityFrame{entry_point, Availability::closed, 0};
}

Uuid Reception::fresh_id() {
    std::uint64_t random[2];
    randombytes_buf(random, sizeof random);
    return make_uuid7(to_unix_ms(clock_.now()), random[0], random[1]);
}

std::string Reception::make_token(CentreId centre, SiteId site, VisitorId visitor) {
    return tokens_.make(centre, site, visitor, clock_.now());
}

std::optional<VisitorId> Reception::check_token(CentreId centre, SiteId site, std::string_view token) {
    return tokens_.check(centre, site, token, clock_.now());
}

void Reception::exposure(CentreId centre, SiteId site, EntryPointId entry_point, Availability seen, bool opened) {
    metrics_.page_view(seen, opened);
    if (entry_point.is_nil()) return;
    ExposureCount& count = exposures_[ExposureKey{centre, site, entry_point, to_unix_ms(clock_.now()) / 3'600'000}];
    if (opened) {
        ++count.opened;
        return;
    }
    ++count.eligible;
    switch (seen) {
        case Availability::open: ++count.shown; break;
        case Availability::full: ++count.full; break;
        case Availability::closed: ++count.closed; break;
    }
}

void Reception::send(ConnectionId connection, FrameText text) {
    note_refusal(metrics_.sent(*text));
    sessions_.leaving(connection, *text);
    server_.send(connection, std::move(text));
}

void Reception::read_older(CentreId centre, ConnectionId connection, ConversationId conversation, std::uint32_t after,
                           std::uint32_t upto) {
    // A page at a time, as fast as the reader takes them: a long gap must not overflow the socket's own queue.
    if (server_.queued_bytes(connection) > queued_before_next_page) {
        waiting_pages_.push_back(Page{centre, connection, conversation, after, upto, Instant{}});
        return;
    }
    const Page page{centre, connection, conversation, after, upto, Instant{}};
    read_lines_(centre, conversation, after, upto, [this, page](const std::optional<std::vector<Line>>& lines) {
        Courier* courier_of = courier(page.centre);
        if (courier_of == nullptr) return;
        if (lines) return courier_of->older_lines(page.connection, page.conversation, *lines, clock_.now());
        // Storage is away, not the lines: the gap stays open, and what waits behind it waits on.
        waiting_pages_.push_back(page);
        waiting_pages_.back().not_before = clock_.now() + read_again_after;
    });
}

void Reception::answer_waits(ConnectionId connection) { sessions_.answer_waits(connection); }

bool Reception::greeted(ConnectionId connection, const GreetedFrame& greeted) {
    return sessions_.greeted(connection, greeted, clock_.now());
}

void Reception::availability(CentreId, const AvailabilityFrame&) {}

}  // namespace relais
