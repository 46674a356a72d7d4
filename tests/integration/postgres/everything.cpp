// A batch with each durable event kind and each kind of row, every field set, and what recovery must find of it.
#include <algorithm>
#include <tuple>

#include "small_centre.hpp"

namespace relais::test {
namespace {

class Maker {
public:
    explicit Maker(const SmallCentre& centre) : centre_(centre), maker_(centre.centre, 0) {}

    Everything make() {
        waiting_and_offered();
        active_with_every_line();
        ended_lately();
        staff();
        left_messages();
        every_other_kind();
        Recovered expected = std::move(expected_);
        expected.head = maker_.head();
        expected.last_instant = at(static_cast<std::int64_t>(maker_.head()));
        sort(expected);
        return {maker_.take(), std::move(expected)};
    }

private:
    void expect(const ConversationRecord& conversation, const EpisodeRecord& episode) {
        maker_.changes().episodes.back() = episode;
        expected_.conversations.push_back(conversation);
        expected_.episodes.push_back(episode);
        expected_.visitors.push_back(maker_.changes().visitors.back());
    }

    void say(Line line) {
        expected_.lines.push_back(
            {line.conversation, line.position, line.seq, line.message, line.at, line.author_kind});
        maker_.add(std::move(line));
    }

    void waiting_and_offered() {
        ConversationRecord waiting = conversation(centre_, 1, ConversationState::waiting);
        waiting.excluded = {centre_.agents[0], centre_.agents[2]};
        waiting.episode = 1;
        maker_.start(centre_, waiting);
        EpisodeRecord first = episode(waiting, EpisodeOutcome::waiting);
        first.predicted_ms = 90'000;
        expect(waiting, first);
        say(line(waiting, 1, 0,
                 std::string("\t\n\"\\ ' ; DROP TABLE entry; -- é 漢 😀 \u202e") + std::string(3000, 'x')));

        const ConversationRecord offered = conversation(centre_, 2, ConversationState::offered);
        maker_.start(centre_, offered);
        expect(offered, episode(offered, EpisodeOutcome::waiting));
        const std::uint64_t number = maker_.add(EventBody{OfferMade{offered.id, centre_.agents[1], {}}});
        OfferRecord open{offered.id, number, centre_.agents[1], {}, at(77), {}, OfferOutcome::open};
        OfferRecord missed{offered.id, number - 1, centre_.agents[2],   centre_.agents[0],
                           at(66),     at(70),     OfferOutcome::missed};
        maker_.changes().offers = {open, missed};  // the open one first: the journal has to turn them round
        expected_.offers.push_back(open);
        take_seat({centre_.agents[1], 1, SeatUse::offer, offered.id, 3, at(78)});
    }

    void active_with_every_line() {
        ConversationRecord active = conversation(centre_, 3, ConversationState::active);
        active.transfer_to = centre_.agents[2];
        maker_.start(centre_, active);
        EpisodeRecord accepted = episode(active, EpisodeOutcome::accepted);
        accepted.cause = EpisodeCause::reopening;
        accepted.answered = at(99);
        expect(active, accepted);
        take_seat({centre_.agents[0], 2, SeatUse::active, active.id, 2, at(80)});

        Line joined = line(active, 1, 0, "");
        joined.kind = LineKind::system;
        joined.author_kind = Party::system;
        joined.author = {};
        joined.author_name = "";
        joined.message = {};
        joined.body = nullptr;
        joined.what = SystemWhat::agent_joined;
        joined.detail = "Amel \"l'experte\"";
        say(joined);
        Line note = line(active, 2, 0, "entre nous");
        note.kind = LineKind::note;
        note.seq = 0;
        note.author_kind = Party::agent;
        note.author = centre_.agents[0].value;
        say(note);
        Line file = line(active, 3, 0, "");
        file.seq = 2;
        file.kind = LineKind::file;
        say(file);
        Line call = line(active, 4, 0, "");
        call.seq = 3;
        call.kind = LineKind::call;
        say(call);
    }

    void ended_lately() {
        ConversationRecord ended = conversation(centre_, 4, ConversationState::ended);
        ended.ended_by = Party::visitor;
        ended.ended_why = EndWhy::left_page;
        maker_.start(centre_, ended);
        EpisodeRecord over = episode(ended, EpisodeOutcome::accepted);
        over.over = *over.accepted + Duration{61'000};
        expect(ended, over);
        expected_.handlings.push_back({centre_.queue, 61'000});
        take_seat({centre_.agents[0], 1, SeatUse::wrap_up, ended.id, 3, at(90)});
        Line bye = line(ended, 1, 0, "");
        bye.kind = LineKind::system;
        bye.author_kind = Party::system;
        bye.author = {};
        bye.message = {};
        bye.what = SystemWhat::ended;
        bye.by = Party::visitor;
        say(bye);
    }

    void take_seat(const SeatRecord& seat) {
        auto& changed = maker_.changes().agents_with_seats_changed;
        if (std::ranges::find(changed, seat.agent) == changed.end()) changed.push_back(seat.agent);
        maker_.changes().seats.push_back(seat);
        expected_.seats.push_back(seat);
    }

    void staff() {
        const AgentRecord here{centre_.agents[0], AgentStatus::available, "", at(1), at(2), 0};
        const AgentRecord out{centre_.agents[1], AgentStatus::away, "déjeuner", at(3), Instant{}, 1};
        const AgentRecord missed{centre_.agents[2], AgentStatus::missed, "", at(4), at(5), 2};
        maker_.changes().agents = {here, out, missed};
        expected_.agents = maker_.changes().agents;
        maker_.changes().entry_points = {
            {centre_.entry_points[0], Availability::full, AvailabilityCause::someone_waits, 12, ByHand::automatic,
             at(6), AgentId{}, Instant{}, ""},
            {centre_.entry_points[1], Availability::closed, AvailabilityCause::by_hand, 5'000'000'000, ByHand::closed,
             at(7), centre_.agents[0], at(8), "panne \"été\""}};
        expected_.entry_points = maker_.changes().entry_points;
        maker_.changes().clients = {{id<ClientId>(1), 17, at(500)}, {id<ClientId>(2), 1, at(501)}};
        expected_.clients = maker_.changes().clients;
    }

    void left_messages() {
        LeftMessage open;
        open.id = id<MessageId>(900);
        open.at = at(600);
        open.visitor = id<VisitorId>(1);
        open.site = centre_.site;
        open.entry_point = centre_.entry_points[0];
        open.conversation = id<ConversationId>(1);
        open.language = "en";
        open.name = "Zoé";
        open.email = "zoe@example.org";
        open.phone = "+33102030405";
        open.text = std::make_shared<const std::string>("Rappelez-moi");
        maker_.add(EventBody{MessageLeft{open}});
        expected_.open_left_messages.push_back(open.id);
        LeftMessage done = open;
        done.id = id<MessageId>(901);
        done.conversation = {};
        maker_.add(EventBody{MessageLeft{done}});
        maker_.add(EventBody{LeftMessageDone{done.id, centre_.agents[1]}});
    }

    void every_other_kind() {
        const ConversationId one = id<ConversationId>(1);
        const AgentId agent = centre_.agents[0];
        for (const EventBody& body : std::vector<EventBody>{
                 OfferAccepted{one, agent}, OfferDeclined{one, agent}, OfferMissed{one, agent},
                 OfferWithdrawn{one, agent},
                 ConversationRequeued{one, agent, centre_.entry_points[1], RequeueWhy::no_human_sign, true},
                 ConversationEnded{one, Party::agent, EndWhy::silent, at(3)}, ConversationReopened{one, "en"},
                 ExclusionLapsed{one}, EstimateMade{one, 60'000}, ReadMarked{one, Party::visitor, 3},
                 AgentStatusSet{agent, AgentStatus::away, "pause \"café\"", StatusWhy::chosen, agent}, AgentLost{agent},
                 AgentReturned{agent}, WrapUpOver{agent, one},
                 AvailabilityChanged{centre_.entry_points[0], Availability::full, AvailabilityCause::someone_waits},
                 EntryPointSetByHand{centre_.entry_points[1], ByHand::closed, agent, "panne"}}) {
            maker_.add(body);
        }
    }

    static void sort(Recovered& found) {
        const auto by_id = [](const auto& a, const auto& b) { return a.id < b.id; };
        std::ranges::sort(found.visitors, by_id);
        std::ranges::sort(found.conversations, by_id);
        std::ranges::sort(found.agents, by_id);
        std::ranges::sort(found.entry_points, by_id);
        std::ranges::sort(found.seats, [](const SeatRecord& a, const SeatRecord& b) {
            return std::tie(a.agent, a.n) < std::tie(b.agent, b.n);
        });
    }

    const SmallCentre& centre_;
    BatchMaker maker_;
    Recovered expected_;
};

}  // namespace

Everything everything(const SmallCentre& centre) { return Maker(centre).make(); }

}  // namespace relais::test
