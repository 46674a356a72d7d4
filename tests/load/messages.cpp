// Texts through the whole product, and the limits beside them in the same rounds: a bare relay, the bare spike (relay and
// group commit), a bare commit of one row and of many, the disk. `--slow 0`, `--fast 0`, `--wide 0` leave out loads, `--bare 0`
// the other parties: for profilers.
#include <cstdio>
#include <memory>

#include "load/support/bare_chats.hpp"
#include "load/support/commits.hpp"
#include "load/support/report.hpp"
#include "load/support/traffic.hpp"

namespace relais::load {
namespace {

constexpr std::uint32_t seats = 3;

struct Point {
    double rate;           // 0: saturated
    std::uint32_t agents;  // three chats each
    std::uint32_t depth;   // saturated: texts under way in a chat
};
constexpr Point few_chats{500, 84, 1};
constexpr Point a_thousand{1'000, 84, 1};
constexpr Point ten_thousand{10'000, 500, 1};
constexpr Point saturated{0, 34, 1};
constexpr Point saturated_wide{0, 500, 2};

const Parameters beside{{"rows", 1}, {"beside_rate", a_thousand.rate}};

Parameters parameters_of(const Point& point) {
    return {{"rate", point.rate},
            {"pairs", static_cast<double>(point.agents * seats)},
            {"under_way", static_cast<double>(point.rate == 0 ? point.agents * seats * point.depth : 0)}};
}

class Rounds {
public:
    Rounds(Loop& loop, Centre& centre, Report& report, const Options& options)
        : loop_(loop), centre_(centre), report_(report), options_(options) {}

    void limits();
    void point(const Point& point);
    [[nodiscard]] std::uint64_t texts() const { return texts_; }

private:
    Measured product(const Point& point, const Load& load);
    Measured bare(const Point& point, const Load& load, bool stores);
    void note(const char* party, const Point& point, Measured& measured);

    Loop& loop_;
    Centre& centre_;
    Report& report_;
    const Options& options_;
    std::uint64_t texts_ = 0;
};

void Rounds::limits() {
    const DiskProbe disk = probe_disk(centre_, a_second / 2);
    report_.add({"fdatasync_p50", "disk", "ms", {}}, disk.p50_ms);
    report_.add({"fdatasync_p99", "disk", "ms", {}}, disk.p99_ms);
    for (const std::uint32_t rows : {1U, 64U, 256U}) {
        const char* const party = rows == 1 ? "commit" : "group_commit";
        const Parameters parameters{{"rows", rows}};
        const Commits commits = measure_commits(centre_, rows, options_.seconds("commit_s"));
        report_.add({"rows_per_s", party, "1/s", parameters}, commits.rows_per_s);
        report_.add({"commit_p50", party, "ms", parameters}, commits.p50_ms);
        report_.add({"commit_p99", party, "ms", parameters}, commits.p99_ms);
        report_.add({"client_cpu", party, "us/row", parameters}, commits.client_us);
        report_.add({"postgres_cpu", party, "us/row", parameters}, commits.postgres_us);
    }
}

Measured Rounds::product(const Point& point, const Load& load) {
    ProductChats chats(loop_, centre_, point.agents);
    Usage usage(centre_.daemon(), centre_.postgres());
    Measured measured = Traffic(loop_, chats, load).run(usage);
    if (chats.troubles() > 0) std::fprintf(stderr, "  (the load met refusals)\n");
    return measured;
}

Measured Rounds::bare(const Point& point, const Load& load, bool stores) {
    const BareProcess server(&centre_, point.agents * seats, stores);
    BareChats chats(loop_, server.port(), point.agents, seats);
    Usage usage(server.process(), stores ? centre_.postgres() : 0);
    Measured measured = Traffic(loop_, chats, load).run(usage);
    if (stores && load.rate == 0) {
        // Its own limit: as many rows a commit as it had.
        const double rows = chats.rows_a_commit();
        const Commits commits = measure_commits(centre_, static_cast<std::uint32_t>(rows + 0.5), a_second);
        const Parameters parameters{{"as_spike_at_pairs", static_cast<double>(chats.count())}};
        report_.add({"rows_a_commit", "spike", "rows", parameters}, rows);
        report_.add({"rows_per_s", "group_commit", "1/s", parameters}, commits.rows_per_s);
        report_.add({"client_cpu", "group_commit", "us/row", parameters}, commits.client_us);
    }
    return measured;
}

void Rounds::note(const char* party, const Point& point, Measured& measured) {
    const Parameters parameters = parameters_of(point);
    const bool stores = std::string(party) != "relay";
    report_.add({"server_cpu", party, "us/text", parameters}, measured.server_us);
    if (stores) report_.add({"postgres_cpu", party, "us/text", parameters}, measured.postgres_us);
    report_.add({"generator_cpu", party, "us/text", parameters}, measured.generator_us);
    report_.add({"texts_per_s", party, "1/s", parameters}, static_cast<double>(measured.acked) / measured.seconds);
    report_.add({"ack_p50", party, "ms", parameters}, ms_of(measured.ack.at(0.5)));
    report_.add({"ack_p99", party, "ms", parameters}, ms_of(measured.ack.at(0.99)));
    report_.add({"ack_p999", party, "ms", parameters}, ms_of(measured.ack.at(0.999)));
    report_.add({"delivery_p50", party, "ms", parameters}, ms_of(measured.delivery.at(0.5)));
    report_.add({"delivery_p99", party, "ms", parameters}, ms_of(measured.delivery.at(0.99)));
}

void Rounds::point(const Point& point) {
    Load load;
    load.rate = point.rate;
    load.depth = point.depth;
    load.time = options_.seconds("seconds");
    if (options_["bare"] != 0) {
        Measured relay = bare(point, load, false);
        note("relay", point, relay);
        Measured spike = bare(point, load, true);
        note("spike", point, spike);
    }
    const bool compares_latency = point.rate == a_thousand.rate;
    // The disk has two speeds and changes between them within seconds: the commit is measured before and after.
    const Commits before = compares_latency ? measure_commits(centre_, 1, a_second) : Commits{};
    Measured relais = product(point, load);
    note("relais", point, relais);
    texts_ += relais.acked;
    if (!compares_latency) return;
    const Commits after = measure_commits(centre_, 1, a_second);
    report_.add({"commit_p50", "commit", "ms", beside}, (before.p50_ms + after.p50_ms) / 2);
    report_.add({"commit_p99", "commit", "ms", beside}, (before.p99_ms + after.p99_ms) / 2);
}

double last(const Report& report, const Metric& metric) {
    const auto& values = report.values(metric);
    return values.empty() ? 0 : values.back();
}

/// The goals of one round, from the figures of the same round.
void compare(Report& report) {
    const auto value = [&](const char* name, const char* party, const char* unit, const Parameters& parameters) {
        return last(report, Metric{name, party, unit, parameters});
    };
    for (const Point& point : {saturated, saturated_wide}) {
        const Parameters at = parameters_of(point);
        const double ours = value("server_cpu", "relais", "us/text", at);
        const double spike = value("server_cpu", "spike", "us/text", at);
        const double our_postgres = value("postgres_cpu", "relais", "us/text", at);
        const double spike_postgres = value("postgres_cpu", "spike", "us/text", at);
        if (spike <= 0) continue;
        report.add({"P1", "relais", "x", at}, ours / spike);
        report.add({"server_and_postgres_cpu_over_spike", "relais", "x", at},
                   (ours + our_postgres) / (spike + spike_postgres));
        report.add({"spike_over_relay", "spike", "x", at},
                   value("texts_per_s", "spike", "1/s", at) / value("texts_per_s", "relay", "1/s", at));
        const Parameters matched{{"as_spike_at_pairs", at.at("pairs")}};
        report.add({"spike_over_group_commit", "spike", "x", at},
                   value("texts_per_s", "spike", "1/s", at) / value("rows_per_s", "group_commit", "1/s", matched));
        const double parts =
            value("server_cpu", "relay", "us/text", at) + value("client_cpu", "group_commit", "us/row", matched);
        report.add({"spike_cpu_over_its_parts", "spike", "x", at}, spike / parts);
    }
    const Parameters wide = parameters_of(saturated_wide);
    if (const double ours = value("texts_per_s", "relais", "1/s", wide); ours > 0)
        report.add({"P2", "relais", "1/s", wide}, ours);
    const Parameters thousand = parameters_of(a_thousand);
    const double commit_p50 = value("commit_p50", "commit", "ms", beside);
    const double reference = value("commit_p99", "commit", "ms", beside) + value("ack_p99", "relay", "ms", thousand);
    if (const double ours = value("ack_p50", "relais", "ms", thousand); ours > 0 && commit_p50 > 0) {
        report.add({"P3", "relais", "x", thousand}, ours / commit_p50);
        report.add({"P4", "relais", "x", thousand}, value("ack_p99", "relais", "ms", thousand) / reference);
    }
    const Parameters five_hundred = parameters_of(few_chats);
    if (const double ours = value("server_cpu", "relais", "us/text", five_hundred); ours > 0)
        report.add({"P5", "relais", "us", five_hundred}, ours);
}

int messages(int argc, char** argv) {
    const Options options(
        argc, argv,
        {{"rounds", 5}, {"seconds", 6}, {"commit_s", 2}, {"wide", 1}, {"slow", 1}, {"fast", 1}, {"bare", 1}});
    Report report("messages");
    Loop loop;
    Centre centre(Staff{500, seats});
    (void)centre.start();
    Rounds rounds(loop, centre, report, options);
    for (std::uint32_t round = 0; round < options.count("rounds"); ++round) {
        std::fprintf(stderr, "round %u\n", round + 1);
        rounds.limits();
        if (options["slow"] != 0) {
            rounds.point(few_chats);
            rounds.point(a_thousand);
        }
        if (options["fast"] != 0) rounds.point(ten_thousand);
        rounds.point(saturated);
        if (options["wide"] != 0) rounds.point(saturated_wide);
        compare(report);
    }
    const std::uint64_t stored = centre.texts_stored();
    std::fprintf(stderr, "%llu texts acknowledged while measured, %llu stored in all\n",
                 static_cast<unsigned long long>(rounds.texts()), static_cast<unsigned long long>(stored));
    centre.check_storage();
    return 0;
}

}  // namespace
}  // namespace relais::load

int main(int argc, char** argv) { return relais::load::run_tool(relais::load::messages, argc, argv); }
