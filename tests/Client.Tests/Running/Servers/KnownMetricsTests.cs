using AgentLoad.Measurement.Servers;
using Shouldly;
using Xunit;

namespace AgentLoad.Client.Tests.Running.Servers;

public sealed class KnownMetricsTests
{
    private static readonly ServerSample Empty = new()
    {
        AtSeconds = 1,
        Source = "s",
        Endpoint = "e",
    };

    [Fact]
    public void Read_Vllm_SumsEnginesAndTakesTheFullestCache()
    {
        var sample = KnownMetrics.Read(
            Empty,
            """
            # HELP vllm:num_requests_running Number
            # TYPE vllm:num_requests_running gauge
            vllm:num_requests_running{engine="0",model_name="a \"}\" b"} 3.0
            vllm:num_requests_running{engine="1",model_name="a"} 4.0 1395066363000
            vllm:num_requests_waiting{engine="0"} 2
            vllm:kv_cache_usage_perc{engine="0"} 0.25
            vllm:kv_cache_usage_perc{engine="1"} 7.5e-1
            vllm:generation_tokens_total{engine="0"} 1e3
            vllm:e2e_request_latency_seconds_bucket{le="+Inf"} 9
            """
        );

        sample.Software.ShouldBe("vLLM");
        (sample.Running, sample.Waiting, sample.KvCacheUsage, sample.CompletionTokens, sample.PromptTokens).ShouldBe(
            (7, 2, 0.75, 1000, null)
        );
        sample.Error.ShouldBeNull();
    }

    [Fact]
    public void Read_SglangOfSplitModel_CountsTheFirstRank() =>
        KnownMetrics
            .Read(
                Empty,
                """
                sglang:num_running_reqs{tp_rank="0",pp_rank="0"} 5
                sglang:num_running_reqs{tp_rank="1",pp_rank="0"} 5
                sglang:num_queue_reqs 1
                sglang:token_usage 0.28
                """
            )
            .ShouldBe(Empty with { Software = "SGLang", Running = 5, Waiting = 1, KvCacheUsage = 0.28 });

    [Fact]
    public void Read_Dcgm_SumsGpusOnceAndLeavesUnknownOut() =>
        KnownMetrics
            .Read(
                Empty,
                """
                DCGM_FI_DEV_POWER_USAGE{gpu="0",UUID="GPU-a",GPU_I_ID="1"} 300.5
                DCGM_FI_DEV_POWER_USAGE{gpu="0",UUID="GPU-a",GPU_I_ID="2"} 300.5
                DCGM_FI_DEV_POWER_USAGE{gpu="1",UUID="GPU-b"} 99.5
                DCGM_FI_DEV_POWER_USAGE{gpu="2",UUID="GPU-c"} 140737488355328
                DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{gpu="0",UUID="GPU-a"} 2500
                DCGM_FI_DEV_GPU_UTIL{gpu="0",UUID="GPU-a"} 100
                DCGM_FI_DEV_GPU_UTIL{gpu="1",UUID="GPU-b"} 50
                DCGM_FI_DEV_FB_USED{gpu="1",UUID="GPU-b"} 9223372036854775794
                """
            )
            .ShouldBe(Empty with { Software = "DCGM", GpuPowerWatts = 400, GpuEnergyJoules = 2.5, GpuUtilization = 0.75 });

    [Theory]
    [InlineData("vllm:num_requests_running NaN\nvllm:num_requests_waiting 3", "vllm:num_requests_running had invalid values")]
    [InlineData("vllm:num_requests_running -1\nvllm:num_requests_waiting 3", "vllm:num_requests_running had invalid values")]
    [InlineData("vllm:kv_cache_usage_perc 37\nvllm:num_requests_waiting 3", "vllm:kv_cache_usage_perc had invalid values")]
    [InlineData(
        "vllm:kv_cache_usage_perc -1\nvllm:num_requests_running +Inf\nvllm:num_requests_waiting 3",
        "vllm:kv_cache_usage_perc, vllm:num_requests_running had invalid values"
    )]
    public void Read_ValueThatCannotBe_IsLeftOutAndSaid(string text, string says)
    {
        var sample = KnownMetrics.Read(Empty, text);

        sample.Error!.ShouldContain(says);
        (sample.Running, sample.KvCacheUsage, sample.Waiting).ShouldBe((null, null, 3));
    }

    [Theory]
    [InlineData("", "no known metric")]
    [InlineData("go_goroutines 7", "no known metric")]
    [InlineData("<!doctype html><p>vllm:num_requests_running 3</p>", "web page")]
    public void Read_SomethingElse_IsNoAnswer(string text, string says)
    {
        var sample = KnownMetrics.Read(Empty, text);

        sample.HasMetrics.ShouldBeFalse();
        sample.Error!.ShouldContain(says);
    }

    [Fact]
    public void Read_HostileTexts_NeverThrow()
    {
        string[] pieces =
        [
            "vllm:num_requests_running",
            "sglang:token_usage",
            "{",
            "}",
            "\"",
            "\\",
            "=",
            ",",
            "tp_rank=\"",
            " ",
            "\n",
            "\r\n",
            "NaN",
            "1e999",
            "-",
            "0x1",
            "#",
            "<",
            "\0",
            "é",
        ];
        for (var seed = 0; seed < 5000; seed++)
        {
            var random = new Random(seed);
            var text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => pieces[random.Next(pieces.Length)]));

            var sample = KnownMetrics.Read(Empty, text);

            (sample.HasMetrics || sample.Error is not null).ShouldBeTrue(text);
        }
    }
}
