// The daemon's side of sockets: what `app` does between the server, the sessions, the floor's mailbox and the courier.
#include <algorithm>
#include <utility>

#include "relais/base/bug.hpp"

#include "simulation/world/process.hpp"

namespace relais::simulation {
namespace {

constexpr int closed_silent = 4408;
constexpr std::size_t mailbox_max = 4096;
constexpr Duration page_read_least{1};
constexpr Duration page_read_most{15};
constexpr std::uint32_t lines_a_page = 50;

std::uint64_t mixed(std::uint64_t value) {
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
    return value ^ (value >> 31);
}

}  // namespace

bool Daemon::socket_opened(ConnectionId connection, const Door& door) {
    if (!process_) return false;
    run([this, connection, door] {
        with_sessions([&](edge::Sessions& sessions) {
            std::visit([&](const auto& who) { sessions.open(connection, who, clock()); }, door);
        });
    });
    return true;
}

void Daemon::socket_heard(ConnectionId connection, std::string_view text) {
    if (!process_) return;
    if (process_->paused) return run([this, connection, text = std::string(text)] { socket_heard(connection, text); });
    with_sessions([&](edge::Sessions& sessions) { sessions.frame(connection, text, clock()); });
}

void Daemon::socket_closed(ConnectionId connection) {
    run([this, connection] { with_sessions([&](edge::Sessions& sessions) { sessions.closed(connection, clock()); }); });
}

void Daemon::send(ConnectionId connection, std::string text) {
    network_.send(connection, std::make_shared<const std::string>(std::move(text)), store_.head());
}

void Daemon::close(ConnectionId connection, int close_code) {
    if (close_code == closed_silent) watcher_.closed_as_silent(clock());
    network_.close(connection, close_code);
}

bool Daemon::submit(CentreId, Command command) {
    if (process_->mailbox.size() >= mailbox_max) return false;
    break_command(command);
    process_->mailbox.push_back(std::move(command));
    want_turn(clock());
    return true;
}

void Daemon::listen(CentreId, ConnectionId connection, EntryPointId entry_point) {
    process_->courier.listen(connection, entry_point);
}
void Daemon::forget(CentreId, ConnectionId connection) { process_->courier.forget(connection); }

std::string Daemon::site_language(CentreId, SiteId site, const std::string& asked) {
    const SimulatedSite* known = centre_.site(site);
    if (known == nullptr) return "fr";
    const auto& languages = known->languages;
    return std::find(languages.begin(), languages.end(), asked) == languages.end() ? languages.front() : asked;
}

std::optional<EntryPointId> Daemon::entry_point(CentreId, SiteId site, const std::string& language) {
    const SimulatedSite* known = centre_.site(site);
    if (known == nullptr) return std::nullopt;
    const auto found = known->entry_points.find(language);
    return found == known->entry_points.end() ? std::nullopt : std::optional{found->second};
}

AvailabilityFrame Daemon::availability(CentreId, EntryPointId entry_point) {
    return process_->courier.availability_of(entry_point);
}

Uuid Daemon::fresh_id() { return make_uuid7(to_unix_ms(clock()), random_.next(), random_.next()); }

std::string Daemon::make_token(CentreId, SiteId site, VisitorId visitor) {
    const std::uint64_t signature =
        mixed(token_key_ ^ mixed(visitor.value.high) ^ mixed(visitor.value.low + site.value.low));
    return to_string(visitor) + "." + std::to_string(signature);
}

std::optional<VisitorId> Daemon::check_token(CentreId centre, SiteId site, std::string_view token) {
    const auto visitor = parse_uuid(token.substr(0, 36));
    if (!visitor || make_token(centre, site, VisitorId{*visitor}) != token) return std::nullopt;
    return VisitorId{*visitor};
}

void Daemon::send(ConnectionId connection, FrameText text) {
    with_sessions([connection, text](edge::Sessions& sessions) { sessions.leaving(connection, *text); });
    network_.send(connection, std::move(text), store_.head());
}

void Daemon::read_older(CentreId, ConnectionId connection, ConversationId conversation, std::uint32_t after_position,
                        std::uint32_t upto) {
    after(random_.between(page_read_least, page_read_most), [this, connection, conversation, after_position, upto] {
        std::vector<Line> lines;
        if (const StoredConversation* stored = store_.find(conversation)) {
            for (const Line& line : stored->lines) {
                if (line.position > after_position && line.position <= upto && lines.size() < lines_a_page)
                    lines.push_back(line);
            }
        }
        process_->courier.older_lines(connection, conversation, lines, clock());
    });
}

void Daemon::answer_waits(ConnectionId connection) {
    with_sessions([connection](edge::Sessions& sessions) { sessions.answer_waits(connection); });
}

bool Daemon::greeted(ConnectionId connection, const GreetedFrame& greeted) {
    RELAIS_ASSERT(!process_->in_sessions);  // else it would be asked later
    bool is_there = false;
    with_sessions([&](edge::Sessions& sessions) { is_there = sessions.greeted(connection, greeted, clock()); });
    return is_there;
}

// ---- the seams of `--break` ------------------------------------------------------------------------------------------

void Daemon::break_outputs(std::vector<Output>& outputs) const {
    if (!breaks_.ack_before_commit && !breaks_.frame_before_commit) return;
    for (Output& output : outputs) {
        const bool ack = std::holds_alternative<AckFrame>(output.frame);
        const bool state = std::holds_alternative<LineFrame>(output.frame) ||
                           std::holds_alternative<VisitorConversationFrame>(output.frame) ||
                           std::holds_alternative<AgentConversationFrame>(output.frame);
        if ((ack && breaks_.ack_before_commit) || (state && breaks_.frame_before_commit)) output.depends_on = 0;
    }
}

void Daemon::break_recovered(Recovered& recovered) {
    if (breaks_.drop_row_on_crash && store_.lose_newest_line()) recovered = store_.recovered(clock());
    if (breaks_.forget_seats_on_crash && !recovered.seats.empty()) recovered.seats.pop_back();
}

void Daemon::break_batch(Batch& batch) {
    if (!breaks_.poison_line) return;
    for (Event& event : batch.events) {
        auto* added = std::get_if<LineAdded>(&event.body);
        if (added == nullptr || added->line.body == nullptr || !random_.chance(0.02)) continue;
        added->line.body = std::make_shared<const std::string>(*added->line.body + "?");
    }
}

void Daemon::break_command(Command& command) const {
    if (!breaks_.lose_resume_gap) return;
    auto* visitor = std::get_if<ConnectVisitor>(&command.body);
    if (visitor != nullptr && visitor->last_seq > 0) ++visitor->last_seq;
    if (auto* agent = std::get_if<ConnectAgent>(&command.body)) {
        for (Have& have : agent->have) ++have.position;
    }
}

}  // namespace relais::simulation
