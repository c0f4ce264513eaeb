using System.Diagnostics;
using AgentLoad.Client.Commands;
using AgentLoad.Testing.Reports;

// report [calls]: saves a run of about so many calls (1,000,000 by default), then writes its report in a process of its own and says what that took.
// report write FOLDER: that process.
if (args is ["write", var folder])
{
    var began = Stopwatch.GetTimestamp();
    var status = await AgentLoadCommand.InvokeAsync(["report", folder]);
    using var self = Process.GetCurrentProcess();
    Console.WriteLine(
        $"written in {Stopwatch.GetElapsedTime(began).TotalSeconds:F1} s with {self.PeakWorkingSet64 / 1e6:N0} MB at most, {new FileInfo(Path.Combine(folder, "report.html")).Length / 1e6:F2} MB"
    );
    return status;
}

const double CallsPerTask = 23 / 3.0;
var calls = args.Length > 0 ? int.Parse(args[0]) : 1_000_000;
var parent = Directory.CreateTempSubdirectory("agentload-bench-").FullName;
var run = await GeneratedRun.SaveAsync(parent, (int)(calls / CallsPerTask));
Console.WriteLine($"{calls:N0} calls in {run}, {new FileInfo(Path.Combine(run, "run.db")).Length / 1e6:N0} MB");
using var child = Process.Start(
    new ProcessStartInfo(Environment.ProcessPath!, ["exec", typeof(GeneratedRun).Assembly.Location, "write", run])
)!;
await child.WaitForExitAsync();
return child.ExitCode;
