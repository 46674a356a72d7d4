// Clients that mean harm: broken frames, numbers out of order, other people's conversations, commands of the other role,
// forged tokens, floods. Nothing they do may be granted or touch anybody else; the other checkers see to the latter.
#include <array>
#include <optional>
#include <utility>

#include "simulation/client/socket_client.hpp"
#include "simulation/workloads/arrivals.hpp"
#include "simulation/workloads/every_workload.hpp"

namespace relais::simulation {
namespace {

constexpr std::array broken_frames{
    "",
    "{",
    "[]",
    "null",
    "\"hello\"",
    "{\"kind\":1}",
    "{\"kind\":\"nonsense\",\"n\":1}",
    "{\"kind\":\"post\"}",
    "{\"kind\":\"post\",\"n\":-1,\"id\":\"x\",\"text\":\"y\"}",
    "{\"kind\":\"post\",\"n\":1e999}",
    "{\"kind\":\"end\",\"kind\":\"end\"}",
    "{\"kind\":\"post\",\"n\":9007199254740993}",
    "{\"kind\":\"typing\",\"conversation\":7}",
    "{\"kind\":\"pong\",\"x\":\"\\ud800\"}",
    "{\"kind\":\"post\",\"text\":\"\\u0000\"}",
    "\xff\xfe{}",
    "{\"a\":[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]}",
    "{\"kind\":\"hello\",\"protocol\":99}",
    "{\"kind\":\"status\",\"n\":1,\"status\":\"available\"}",
    "{\"kind\":\"hello\",\"protocol\":1,\"client\":\"00000000-0000-4000-8000-000000000001\"}",
};

/// One socket that says what it likes and believes nothing.
class Attacker : public Person, private SocketUser {
public:
    Attacker(World& world, Random random) : world_(world), random_(random), self_(world.next_client_number()) {}
    ~Attacker() override {
        if (!connection_.is_nil()) world_.network().vanish(connection_);
        world_.client_gone({self_, {}, {}});
    }

    void attack() {
        const SimulatedSite& site = world_.centre().sites[random_.below(world_.centre().sites.size())];
        world_.trace().client(self_, "hostile", "");
        SocketUser& user = *this;
        connection_ =
            world_.network().connect(user, edge::Visit{world_.centre().id, site.id, site.key, "10.66.6.6"}, {});
        world_.timeline().after(std::chrono::seconds{60}, world_.guarded(self_, [this] { stop(); }));
    }
    void come_to_rest() override { stop(); }
    [[nodiscard]] bool done() const override { return over_; }

private:
    void stop() {
        over_ = true;
        if (!connection_.is_nil()) world_.network().hang_up(std::exchange(connection_, {}));
    }
    void say(std::string text) {
        if (connection_.is_nil()) return;
        world_.trace().frame(self_, "out", text);
        world_.network().say(connection_, std::move(text));
    }
    void socket_opened(ConnectionId) override {
        if (random_.chance(0.8)) {
            const bool forges = random_.chance(0.3);
            say(R"({"kind":"hello","protocol":1,)" + field("client", ClientId{random_.uuid()}) +
                (forges ? "," + field("token", to_string(random_.uuid()) + ".12345") : std::string{}) + "}");
        }
        const auto frames = random_.between(std::int64_t{5}, std::int64_t{120});
        Duration at{0};
        for (std::int64_t n = 0; n < frames; ++n) {
            at += random_.exponential(Duration{random_.chance(0.9) ? 30 : 2000});
            world_.timeline().after(at, world_.guarded(self_, [this] { strike(); }));
        }
    }
    void socket_heard(ConnectionId, const FrameText& text, std::uint64_t) override {
        world_.trace().frame(self_, "in", *text);
        const Json frame = Json::parse(*text, nullptr, false);
        if (frame.is_discarded()) return world_.complain("protocol", "an answer that is no JSON: " + *text);
        const std::string kind = word_of(frame, "kind");
        if (kind == "entries") world_.complain("hostile", "a stranger was shown a transcript: " + *text);
        if (kind == "ack" && forbidden_.contains(number_of(frame, "n")))
            world_.complain("hostile", "a forbidden command was accepted: " + *text);
        if (kind == "ping" && random_.chance(0.5)) say(R"({"kind":"pong"})");
    }
    void socket_closed(ConnectionId, int) override { connection_ = {}; }

    void strike() {
        if (random_.chance(0.5)) return say(broken_frames[random_.below(broken_frames.size())]);
        const auto& conversations = world_.store().conversations();
        if (conversations.empty()) return;
        const ConversationId other =
            conversations[conversations.size() - 1 - random_.below(std::min<std::size_t>(conversations.size(), 10))];
        // Nothing but these commands takes a number here, and each of them must be refused.
        const std::uint64_t n = random_.chance(0.9) ? ++n_ : random_.below(1000) + n_ + 1;
        forbidden_.insert(static_cast<std::uint32_t>(n));
        const std::string head = ",\"n\":" + std::to_string(n) + "," + field("conversation", other);
        switch (random_.below(6)) {
            case 0: return say(R"({"kind":"end")" + head + "}");
            case 1:
                return say(R"({"kind":"post")" + head + "," + field("id", MessageId{random_.uuid()}) +
                           R"(,"text":"let me in"})");
            case 2: return say(R"({"kind":"accept")" + head + "}");
            case 3:
                return say(R"({"kind":"note")" + head + "," + field("id", MessageId{random_.uuid()}) +
                           R"(,"text":"boo"})");
            case 4: return say(R"({"kind":"read","seq":99999,)" + field("conversation", other) + "}");
            default: return say(R"({"kind":"keep_waiting")" + head + "}");
        }
    }

    World& world_;
    Random random_;
    std::uint64_t self_;
    ConnectionId connection_;
    std::set<std::uint32_t> forbidden_;
    std::uint64_t n_ = 0;
    bool over_ = false;
};

class HostileClients : public Workload {
public:
    HostileClients() : Workload("hostile_clients") {}

    void start(World& world) override {
        random_.emplace(world.random());
        stream_.emplace(
            world, 20, 1.0, [](double) { return 1.0; },
            [this, &world] {
                auto attacker = std::make_unique<Attacker>(world, Random(random_->next()));
                Attacker& here = *attacker;
                world.add(std::move(attacker));
                here.attack();
            });
        stream_->start();
    }

private:
    std::optional<Random> random_;
    std::optional<Stream> stream_;
};

}  // namespace

std::unique_ptr<Workload> hostile_clients() { return std::make_unique<HostileClients>(); }

}  // namespace relais::simulation
