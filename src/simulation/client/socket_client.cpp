#include "simulation/client/socket_client.hpp"

#include <algorithm>
#include <utility>

#include "simulation/world/world.hpp"

namespace relais::simulation {
namespace {

constexpr std::size_t in_flight_max = 16;
constexpr Duration pause_first{500};
constexpr Duration pause_longest{8'000};
constexpr std::string_view ping = R"({"kind":"ping"})";

bool is_final(int code) { return code == 1000 || code == 4401 || code == 4403 || code == 4409 || code == 4410; }

constexpr std::string_view team = R"({"kind":"team",)";
/// Tallies come to every console each second and say nothing that a checker needs: one in this many is read.
constexpr std::uint64_t tally_read_one_in = 64;

bool is_tally(std::string_view text) {
    constexpr std::string_view tallies[] = {R"({"kind":"waiting")", R"({"kind":"waiting_list")", R"({"kind":"chats")"};
    return std::any_of(std::begin(tallies), std::end(tallies), [&](auto tally) { return text.starts_with(tally); });
}

}  // namespace

std::string field(std::string_view name, std::string_view value) {
    std::string text = "\"";
    text.append(name).append("\":\"").append(value).append("\"");
    return text;
}

std::string text_field(std::string_view name, const std::string& value) {
    return "\"" + std::string(name) + "\":" + Json(value).dump();
}

Uuid uuid_of(const Json& json, const char* name) {
    const auto found = json.find(name);
    if (found == json.end() || !found->is_string()) return {};
    return parse_uuid(found->get_ref<const std::string&>()).value_or(Uuid{});
}

std::uint32_t number_of(const Json& json, const char* name) {
    const auto found = json.find(name);
    return found != json.end() && found->is_number_unsigned() ? found->get<std::uint32_t>() : 0;
}

std::string word_of(const Json& json, const char* name) {
    const auto found = json.find(name);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

SocketClient::SocketClient(World& world, Random random, LinkQuality quality)
    : world_(world), random_(random), quality_(quality), client_{random_.uuid()}, number_(world.next_client_number()) {}

SocketClient::~SocketClient() {
    if (!connection_.is_nil()) world_.network().vanish(connection_);
}

void SocketClient::open() {
    wanted_ = true;
    connect();
}

void SocketClient::leave() {
    wanted_ = false;
    hang_up();
}

void SocketClient::vanish() {
    wanted_ = false;
    greeted_ = false;
    ++attempt_;
    if (!connection_.is_nil()) world_.network().vanish(std::exchange(connection_, {}));
}

void SocketClient::reconnect(Duration pause) {
    hang_up();
    come_back(pause);
}

void SocketClient::hang_up() {
    greeted_ = false;
    ++attempt_;
    if (!connection_.is_nil()) world_.network().hang_up(std::exchange(connection_, {}));
}

void SocketClient::connect() {
    if (!wanted_) return;
    ++attempt_;
    ++sockets_;
    sent_ = 0;
    pausing_ = false;
    heard_ = world_.now();
    silence_ = Duration{10'000};  // until hello_ok says otherwise
    connection_ = world_.network().connect(*this, door(), quality_);
    world_.trace().socket(number_, "open");
    watch();
}

void SocketClient::come_back(Duration pause) {
    const std::uint64_t attempt = ++attempt_;
    world_.timeline().after(pause, world_.guarded(number_, [this, attempt] {
        if (attempt == attempt_) connect();
    }));
}

Duration SocketClient::backoff() {
    const Duration most = std::min(pause_longest, pause_first * (1 << std::min<std::uint32_t>(failures_++, 6)));
    return random_.between(Duration{0}, most);
}

/// A client that hears nothing for `silence` closes the socket and comes back.
void SocketClient::watch() {
    const std::uint64_t attempt = attempt_;
    world_.timeline().at(heard_ + silence_, world_.guarded(number_, [this, attempt] {
        if (attempt != attempt_ || connection_.is_nil()) return;
        if (world_.now() < heard_ + silence_) return watch();
        on_lost();
        reconnect(backoff());
    }));
}

void SocketClient::send(const std::string& text) {
    if (connection_.is_nil()) return;
    world_.trace().frame(number_, "out", text);
    world_.network().say(connection_, text);
}

void SocketClient::notice(const std::string& text) {
    if (greeted_) send(text);
}

void SocketClient::say_hello() {
    greeted_ = false;
    send(R"({"kind":"hello","protocol":1,)" + field("client", client_) + hello_fields() + "}");
}

void SocketClient::socket_opened(ConnectionId connection) {
    if (connection != connection_) return;
    heard_ = world_.now();
    say_hello();
}

void SocketClient::socket_closed(ConnectionId connection, int code) {
    if (connection != connection_) return;
    world_.trace().socket(number_, "closed");
    connection_ = {};
    greeted_ = false;
    ++attempt_;
    on_lost();
    if (!wanted_) return;
    if (is_final(code)) {
        wanted_ = false;
        on_turned_away(code);
        return;
    }
    if (code == 1013)
        come_back(Duration{0});
    else if (code == 1012)
        come_back(random_.between(Duration{0}, Duration{5000}));
    else
        come_back(backoff());
}

void SocketClient::socket_heard(ConnectionId connection, const FrameText& text, std::uint64_t head) {
    if (connection != connection_) return;
    heard_ = world_.now();
    world_.trace().frame(number_, "in", *text);
    if (*text == ping) return send(R"({"kind":"pong"})");
    if (text->starts_with(team)) return on_team(*text);
    if (is_tally(*text) && random_.below(tally_read_one_in) != 0) return;
    head_ = head;
    const Json frame = Json::parse(*text, nullptr, false);
    if (frame.is_discarded() || !frame.is_object())
        return world_.complain("protocol", "a frame that is no JSON object: " + *text);
    const std::string kind = word_of(frame, "kind");
    if (kind == "hello_ok") return hello_ok(frame);
    if (kind == "ack") return answered(frame, true);
    if (kind == "refused") return answered(frame, false);
    if (kind == "bye" || kind == "service") return;
    on_frame(kind, frame);
}

void SocketClient::hello_ok(const Json& frame) {
    greeted_ = true;
    failures_ = 0;
    silence_ = Duration{number_of(frame, "silence_ms")};
    pause_ = pause_first;
    renumber(frame.value("next", std::uint64_t{1}));
    on_greeted(frame);
    flush();
}

void SocketClient::renumber(std::uint64_t next) {
    for (Order& order : orders_) order.n = next++;
    next_n_ = next;
    sent_ = 0;
}

void SocketClient::order(Order order) {
    order.n = next_n_++;
    orders_.push_back(std::move(order));
    flush();
}

void SocketClient::flush() {
    if (!greeted_ || pausing_) return;
    while (sent_ < orders_.size() && sent_ < in_flight_max) {
        const Order& order = orders_[sent_++];
        const std::string text =
            "{" + field("kind", order.kind) + ",\"n\":" + std::to_string(order.n) + order.fields + "}";
        send(text);
        if (world_.faults().duplicates_command(random_)) send(text);
    }
}

void SocketClient::answered(const Json& frame, bool accepted) {
    const std::uint64_t n = frame.value("n", std::uint64_t{0});
    if (!accepted && frame.value("transient", false)) return refused_for_now(frame, n);
    // Answers come in order of number, one for each command; a second answer is to a second copy.
    if (n == 0 || orders_.empty() || orders_.front().n > n) return;
    if (orders_.front().n < n) return world_.complain("protocol", "an answer overtook another: " + frame.dump());
    const Order order = std::move(orders_.front());
    orders_.pop_front();
    if (sent_ > 0) --sent_;
    pause_ = pause_first;
    if (accepted)
        on_ack(order, frame);
    else
        on_refused(order, word_of(frame, "code"));
    flush();
}

void SocketClient::refused_for_now(const Json& frame, std::uint64_t n) {
    if (word_of(frame, "code") == "out_of_order") {
        // All that were in flight behind the one that was not taken are refused: once the last of them is, begin again.
        if (pausing_ || sent_ == 0 || orders_[sent_ - 1].n != n) return;
        const std::uint64_t next = frame.value("next", std::uint64_t{0});
        if (next == orders_.front().n) {
            sent_ = 0;
        } else if (next < orders_.front().n) {
            renumber(next);
        } else {
            return;  // the answers to those before it are on their way
        }
        return flush();
    }
    // Without a number the server did not look at the frame at all: it may have been any of those in flight.
    const auto refused =
        n == 0 ? orders_.begin()
               : std::find_if(orders_.begin(), orders_.end(), [&](const Order& order) { return order.n == n; });
    if (n != 0 && refused == orders_.end()) return;
    sent_ = std::min(sent_, static_cast<std::size_t>(refused - orders_.begin()));
    if (pausing_) return;
    pausing_ = true;
    const std::uint64_t attempt = attempt_;
    world_.timeline().after(pause_, world_.guarded(number_, [this, attempt] {
        if (attempt != attempt_) return;
        pausing_ = false;
        if (greeted_)
            flush();
        else
            say_hello();
    }));
    pause_ = std::min(pause_longest, pause_ * 2);
}

}  // namespace relais::simulation
