#include "relais/edge/sessions.hpp"

#include "relais/base/bug.hpp"

#include "edge/sessions_impl.hpp"

namespace relais::edge {

Session* Sessions::Impl::find(ConnectionId connection) {
    const auto found = sessions.find(connection.number);
    return found == sessions.end() ? nullptr : &found->second;
}

Session& Sessions::Impl::add(ConnectionId connection, std::variant<Visit, Shift> who, Instant now) {
    const auto [place, added] = sessions.try_emplace(connection.number);
    RELAIS_ASSERT(added);
    Session& session = place->second;
    session.connection = connection;
    session.who = std::move(who);
    session.heard = now;
    session.hello_due = now + hello_within;
    session.frames = Bucket::full(visitor_frame_rate, now);
    session.bytes = Bucket::full(visitor_byte_rate, now);
    session.refused_frames = Bucket::full(refused_frame_rate, now);
    session.volatiles = Bucket::full(volatile_rate, now);
    schedule(session, now);
    return session;
}

void Sessions::Impl::remove(ConnectionId connection) {
    Session* session = find(connection);
    if (session == nullptr) return;
    if (!session->client.is_nil()) {
        const auto owner = owners.find(Owner{session->centre(), session->client});
        if (owner != owners.end() && owner->second == connection) owners.erase(owner);
        host.forget(session->centre(), connection);
    }
    if (session->connected()) disconnect(*session);
    under_way -= session->unanswered - session->answers_waiting;
    set_stage(*session, Stage::closing);
    sessions.erase(connection.number);
}

void Sessions::Impl::close(Session& session, int close_code) {
    if (session.stage == Stage::closing) return;
    set_stage(session, Stage::closing);
    host.close(session.connection, close_code);
}

void Sessions::Impl::set_stage(Session& session, Stage stage) {
    if (session.stage == stage) return;
    listening += stage == Stage::listening ? 1U : 0U;
    listening -= session.stage == Stage::listening ? 1U : 0U;
    session.stage_before = session.stage;
    session.stage = stage;
}

Sessions::Sessions(SessionHost& host, SessionLimits limits) : impl_(std::make_unique<Impl>(host, limits)) {}
Sessions::~Sessions() = default;

void Sessions::open(ConnectionId connection, Visit visit, Instant now) {
    impl_->add(connection, std::move(visit), now);
}
void Sessions::open(ConnectionId connection, Shift shift, Instant now) {
    impl_->add(connection, std::move(shift), now);
}

void Sessions::frame(ConnectionId connection, std::string_view text, Instant now) {
    Session* session = impl_->find(connection);
    if (session != nullptr && session->stage != Stage::closing) impl_->frame(*session, text, now);
}

void Sessions::closed(ConnectionId connection, Instant) { impl_->remove(connection); }

bool Sessions::greeted(ConnectionId connection, const GreetedFrame& greeted, Instant now) {
    Session* session = impl_->find(connection);
    if (session != nullptr && session->stage == Stage::greeting) impl_->complete_hello(*session, greeted, now);
    return session != nullptr;
}

void Sessions::answer_waits(ConnectionId connection) {
    Session* session = impl_->find(connection);
    if (session == nullptr || session->answers_waiting >= session->unanswered) return;
    ++session->answers_waiting;
    --impl_->under_way;
}

void Sessions::leaving(ConnectionId connection, std::string_view text) {
    const std::optional<wire::Answered> answer = wire::answered_by(text);
    if (!answer) return;
    Session* session = impl_->find(connection);
    if (session == nullptr) return;
    const bool hello_refused = session->stage == Stage::greeting && answer->number == 0 && !answer->accepted;
    if (!hello_refused) return impl_->answered(*session, *answer);
    // The floor does not know this socket: its client may say hello again, and has as long for it as at first.
    impl_->set_stage(*session, Stage::new_socket);
    session->hello_due = session->heard + hello_within;
}

void Sessions::tick(Instant now) {
    impl_->pay_owed();
    impl_->wheel.advance(now, [&](std::uint64_t number, std::int64_t tick) {
        const auto found = impl_->sessions.find(number);
        if (found != impl_->sessions.end() && found->second.due_tick == tick) impl_->look_at(found->second, now);
    });
}

void Sessions::forgive_silence(Instant now) { impl_->forgiven = now; }

void Sessions::end_session(Uuid session) {
    const auto of_session = [&](const Session& one) { return one.is_agent() && one.shift().session == session; };
    impl_->close_all(of_session, close_code::session_ended);
}

void Sessions::end_agent(AgentId agent) {
    const auto of_agent = [&](const Session& one) { return one.is_agent() && one.shift().agent == agent; };
    impl_->close_all(of_agent, close_code::session_ended);
}

void Sessions::end_centre(CentreId centre) {
    impl_->close_all([&](const Session& one) { return one.centre() == centre; }, close_code::restart);
    std::erase_if(impl_->owed, [&](const Impl::Owed& one) { return one.centre == centre; });
}

void Sessions::say_bye(Duration after) {
    const std::string bye = wire::encode_bye(close_code::restart, true, after);
    for (auto& [number, session] : impl_->sessions) {
        if (session.stage != Stage::closing) impl_->host.send(session.connection, bye);
    }
}

std::vector<Uuid> Sessions::sign_ins() const {
    std::vector<Uuid> found;
    for (const auto& [number, session] : impl_->sessions) {
        if (session.is_agent() && session.stage != Stage::closing) found.push_back(session.shift().session);
    }
    return found;
}

bool Sessions::has(ConnectionId connection) const { return impl_->sessions.contains(connection.number); }
std::size_t Sessions::count() const { return impl_->sessions.size(); }
std::size_t Sessions::listening() const { return impl_->listening; }
std::size_t Sessions::under_way() const { return impl_->under_way; }
bool Sessions::are_behind() const { return impl_->under_way >= impl_->bounds.under_way_max; }
std::size_t Sessions::disconnects_owed() const { return impl_->owed.size(); }

}  // namespace relais::edge
