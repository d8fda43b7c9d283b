using Dialtone.Cli.Terminal;
using Dialtone.Reports;

namespace Dialtone.Cli.Memory;

/// <summary>Prints what is remembered, piece by piece.</summary>
internal static class ExplanationPrinter
{
    private const int Head = 20;

    public static void Write(MemoryExplanation explanation, string path, Paint paint)
    {
        var memory = explanation.Memory;
        Console.WriteLine($"{paint.Strong(memory.Account)} as {memory.Profile}, in {path}");
        foreach (var piece in explanation.Pieces)
        {
            Console.WriteLine();
            Write(paint.Strong, Title(piece.Kind), string.Join(", ", piece.Values));
            Write(paint.Faint, "  learned", $"{piece.LearnedAt:yyyy-MM-dd HH:mm:ss} UTC, "
                + $"{MemoryExplanation.Age(piece.LearnedAt, explanation.At)}, from {piece.LearnedFrom}");
            Write(paint.Faint, "  used", piece.UsedFor);
            Write(paint.Faint, "  forgotten", piece.ForgottenWhen);
        }

        foreach (var missing in explanation.Missing)
        {
            Console.WriteLine();
            Write(paint.Warn, Title(missing.Kind), missing.Consequence);
            Write(paint.Faint, "  to learn it", missing.Remedy);
        }
    }

    private static string Title(RememberedKind kind) => kind switch
    {
        RememberedKind.Primary => "Home, primary",
        RememberedKind.Backup => "Home, backup",
        RememberedKind.KnownRegistrar => "Known Registrar",
        RememberedKind.EarlierRegistrars => "Earlier Registrars",
        RememberedKind.RegistrarAddresses => "Addresses",
        RememberedKind.MediaRelays => "Media Relays",
        _ => kind.ToString(),
    };

    private static void Write(Func<string, string> paint, string head, string text)
    {
        var padded = head.PadRight(Head);
        foreach (var line in Wrapped.Lines(padded, text))
        {
            Console.WriteLine(paint(line[..Head]) + line[Head..]);
        }
    }
}
