using System.CommandLine;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using RawSocketServer;
using RawSocketServer.Hosting;
using SideBySide.Measure.Load;

namespace SideBySide.Cli;

/// <summary>
/// <c>load</c>: loads one server and prints the result as one line of JSON. <c>bench</c> starts it in a separate process, so that server
/// and clients share neither a heap nor a processor. The help does not list it.
/// </summary>
internal static class LoadCommand
{
    public static Command Create()
    {
        var target = new Argument<string>("ADDRESS:PORT");
        var workload = new Option<Workload>("--workload");
        var connections = new Option<int>("--connections") { DefaultValueFactory = _ => 64 };
        var size = new Option<int>("--size") { DefaultValueFactory = _ => 1024 };
        var warmUp = new Option<double>("--warm-up") { DefaultValueFactory = _ => 1 };
        var duration = new Option<double>("--duration") { DefaultValueFactory = _ => 2 };
        var exchanges = new Option<int?>("--exchanges");
        var idle = new Option<int>("--idle");
        var fields = new Option<int>("--fields") { DefaultValueFactory = _ => 1 };
        var trust = new Option<string?>("--trust");
        var process = new Option<int?>("--process");
        var command = new Command("load") { target, workload, connections, size, warmUp, duration, exchanges, idle, fields, trust, process };
        command.Hidden = true;
        command.SetAction(async (parsed, cancel) =>
        {
            var address = parsed.GetRequiredValue(target);
            if (!IPEndPoint.TryParse(address, out var server) || server.Port == 0)
                throw new UsageException(LoadTexts.BadAddress(address).ToString());
            var plan = new LoadPlan(server, parsed.GetValue(workload), parsed.GetValue(connections),
                parsed.GetValue(size), Check.Seconds(parsed.GetValue(warmUp)), Check.Seconds(parsed.GetValue(duration)), parsed.GetValue(idle))
            {
                Fields = parsed.GetValue(fields),
                Exchanges = parsed.GetValue(exchanges),
                Trust = parsed.GetValue(trust),
            };
            plan.Validate();
            try
            {
                using var measured = parsed.GetValue(process) is { } id ? Process.GetProcessById(id) : null;
                var result = await new LoadClients(plan, TimeProvider.System).RunAsync(measured, cancel);
                await parsed.InvocationConfiguration.Output.WriteLineAsync(JsonSerializer.Serialize(result));
                return ExitCodes.Success;
            }
            catch (Exception e) when (e is SocketException or IOException or InvalidDataException or TimeoutException or AuthenticationException
                or ArgumentException) // no such process
            {
                throw new StartupException(e.Message, e);
            }
        });
        return command;
    }
}
