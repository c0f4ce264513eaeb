using System.Xml.Linq;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd.House;

/// <summary>References between projects point one way: Measurement, Inference, Agents, then Simulation and Silo, then Client.</summary>
public sealed class HouseTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Measurement"] = [],
        ["Inference"] = ["Measurement"],
        ["Agents"] = ["Inference", "Measurement"],
        ["Simulation"] = ["Agents", "Inference", "Measurement"],
        ["Silo"] = ["Agents", "Inference", "Measurement"],
        ["Client"] = ["Silo", "Simulation", "Agents", "Inference", "Measurement"],
    };

    [Fact]
    public void References_EveryProject_PointOneWay()
    {
        var projects = Directory.GetFiles(Path.Combine(Checkout.Root, "src"), "*.csproj", SearchOption.AllDirectories);
        projects.Length.ShouldBe(Allowed.Count);
        foreach (var project in projects)
        {
            var name = Path.GetFileNameWithoutExtension(project);
            XDocument
                .Load(project)
                .Descendants("ProjectReference")
                .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value))
                .ShouldBeSubsetOf(Allowed[name], name);
        }
    }
}
