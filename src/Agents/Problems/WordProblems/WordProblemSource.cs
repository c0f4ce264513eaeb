using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Tools;

namespace AgentLoad.Agents.Problems.WordProblems;

/// <summary>
/// Generates word problems. Each operation uses the previous quantity and a number, a new quantity or an earlier one, so that every
/// operation affects the answer.
/// </summary>
/// <param name="operations">Number of operations per problem, 1 to 12.</param>
/// <param name="calculator">Latency and injected failures of the calculator tool; null for no calculator.</param>
internal sealed class WordProblemSource(int operations = 4, ToolBehaviour? calculator = null) : IProblemSource
{
    /// <summary>Name in workloads and records.</summary>
    public const string KindName = "arithmetic";

    private const long Largest = 10_000;

    private static readonly string[] People =
    [
        "Ada",
        "Ben",
        "Cleo",
        "Dora",
        "Emil",
        "Fay",
        "Gus",
        "Hana",
        "Ivo",
        "June",
        "Karl",
        "Lena",
        "Milo",
        "Nora",
        "Otto",
        "Pia",
        "Quin",
        "Rosa",
        "Sven",
        "Tess",
        "Udo",
        "Vera",
        "Walt",
        "Xenia",
        "Yuri",
        "Zoe",
    ];

    private static readonly string[] Items =
    [
        "marbles",
        "stamps",
        "apples",
        "books",
        "coins",
        "shells",
        "pencils",
        "cards",
        "beads",
        "bricks",
        "tickets",
        "postcards",
    ];

    /// <inheritdoc/>
    public string Name => KindName;

    /// <inheritdoc/>
    public Problem Create(ulong seed)
    {
        var random = Seeds.Random(seed, KindName);
        var names = People.ToArray();
        random.Shuffle(names);
        var people = new Queue<string>(names);
        var statements = new List<WordStatement>();
        var known = new Dictionary<string, long>(StringComparer.Ordinal);
        Add(Fresh());
        for (var done = 0; done < operations; done++)
        {
            Add(Operation(statements[^1].Person));
        }

        return new WordProblem(
            seed.ToString("x16", System.Globalization.CultureInfo.InvariantCulture),
            statements,
            Items[random.Next(Items.Length)],
            calculator
        );

        void Add(WordStatement statement)
        {
            statements.Add(statement);
            known[statement.Person] = statement.Evaluate(known)!.Value;
        }

        WordStatement Fresh() => new(people.Dequeue(), WordRelation.Given, "", "", random.Next(2, 60));

        WordStatement Operation(string on)
        {
            var value = known[on];
            var relation = Choose(value);
            if (relation is WordRelation.Together or WordRelation.Without)
            {
                var other = Other(on, relation == WordRelation.Together ? long.MaxValue : value);
                return new WordStatement(people.Dequeue(), relation, on, other, 0);
            }

            var number = relation switch
            {
                WordRelation.More => random.Next(2, 60),
                WordRelation.Fewer => random.NextInt64(1, value),
                WordRelation.Times => random.Next(2, 6),
                _ => Divisors(value)[random.Next(Divisors(value).Length)],
            };
            return new WordStatement(people.Dequeue(), relation, on, "", number);
        }

        WordRelation Choose(long value)
        {
            var possible = new List<WordRelation> { WordRelation.More, WordRelation.Together };
            if (value > 3)
            {
                possible.AddRange([WordRelation.Fewer, WordRelation.Without]);
            }

            if (value * 5 <= Largest)
            {
                possible.Add(WordRelation.Times);
            }

            if (Divisors(value).Length > 0)
            {
                possible.Add(WordRelation.Share);
            }

            return possible[random.Next(possible.Count)];
        }

        // An earlier quantity below the limit, or a new one.
        string Other(string on, long below)
        {
            var earlier = known.Where(k => k.Key != on && k.Value < below).Select(k => k.Key).Order(StringComparer.Ordinal).ToArray();
            if (earlier.Length > 0 && random.Next(2) == 0)
            {
                return earlier[random.Next(earlier.Length)];
            }

            Add(Fresh() with { Number = random.NextInt64(1, Math.Min(60, below)) });
            return statements[^1].Person;
        }
    }

    private static int[] Divisors(long value) => [.. Enumerable.Range(2, 8).Where(d => value > d && value % d == 0)];
}
